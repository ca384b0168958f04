import { nothingExpected, type Expected } from '@/lib/trace/expected';
import { movesIn } from '@/lib/trace/diagnose';
import { reported, type DiagnosisReport } from '@/lib/trace/diagnosis-report';
import { LogClock } from '@/lib/trace/log/log-clock';
import { judged, type KnownTargets } from '@/server/diagnoses/known-targets';
import { readFiles, type GivenFile, type ReadingTerms } from '@/server/diagnoses/read-files';

export interface DiagnosisTerms extends Pick<ReadingTerms, 'onProgress' | 'limits' | 'keeping'> {
  readonly timeZone: string | null;
  readonly nowMs: number;
  readonly expected?: Expected;
  /** What Usher knows of the targets of moves; without it only what is expected counts. */
  readonly targets?: Pick<KnownTargets, 'ofMove'>;
}

/** Finds every move in logs of bridges and HARs of browsers, and why each went as it did. Never fails: what could not be read is said in the report. */
export async function diagnoseFiles(files: readonly GivenFile[], { timeZone, nowMs, expected = nothingExpected, targets, ...reading }: DiagnosisTerms): Promise<DiagnosisReport> {
  const clock = new LogClock({ timeZone, nowMs });
  const { heard, skipped } = await readFiles(files, { clock, ...reading });
  const { diagnoses, words } = await judged(movesIn(heard), expected, targets ?? null);
  const { utc, lastTwelveMonths } = clock.assumed;
  return {
    moves: diagnoses.map(reported),
    skipped: [...skipped],
    assumed: [
      ...(utc ? ['The lines tell no time zone: their times were taken as UTC.'] : []),
      ...(lastTwelveMonths ? ['The lines tell no year: they were taken to be of the last twelve months.'] : []),
      ...words,
    ],
  };
}
