import { byZones } from '@/lib/trace/clock/by-zones';
import { nothingExpected, type Expected } from '@/lib/trace/expected';
import { movesIn } from '@/lib/trace/diagnose';
import type { DiagnosisReport } from '@/lib/trace/diagnosis-report';
import { LogClock } from '@/lib/trace/log/log-clock';
import { boundedMoves } from '@/server/diagnoses/bounded-report';
import { judged, type KnownTargets } from '@/server/diagnoses/known-targets';
import { readFiles, type GivenFile, type ReadingTerms } from '@/server/diagnoses/read-files';

export interface DiagnosisTerms extends Pick<ReadingTerms, 'onProgress' | 'limits' | 'keeping'> {
  /** Where the clocks stand that do not tell it, as somebody says; null if nobody does. */
  readonly timeZone: string | null;
  /** Where they are taken to stand if nothing tells it; UTC unless given. */
  readonly usualTimeZone?: string | null;
  readonly nowMs: number;
  readonly expected?: Expected;
  /** What Usher knows of the targets of moves; without it only what is expected counts. */
  readonly targets?: Pick<KnownTargets, 'ofMove'>;
}

/** Finds every move in logs of bridges and HARs of browsers, and why each went as it did. Never fails: what could not be read is said in the report. */
export async function diagnoseFiles(files: readonly GivenFile[], { timeZone, usualTimeZone = null, nowMs, expected = nothingExpected, targets, ...reading }: DiagnosisTerms): Promise<DiagnosisReport> {
  const clock = new LogClock({ timeZone: timeZone ?? usualTimeZone, nowMs });
  const { heard, skipped } = await readFiles(files, { clock, ...reading });
  const zoned = byZones(heard, { said: timeZone, usual: usualTimeZone });
  const found = movesIn(zoned.heard);
  const { diagnoses, words } = await judged(found, expected, targets ?? null);
  const { moves, left } = boundedMoves(diagnoses);
  return {
    moves,
    skipped: [...skipped, ...(left === 0 ? [] : [{ file: 'All files', line: null, why: leftOut(left) }])],
    assumed: [...zoned.words, ...found.clockWords, ...words],
  };
}

function leftOut(moves: number): string {
  return `${moves} more ${moves === 1 ? 'move was' : 'moves were'} left out: of all of them more is said than one report can hold. Cut out the minutes around the move.`;
}
