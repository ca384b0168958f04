import { guessZones, type GuessedZone, type ZoneGuesses } from '@/lib/trace/clock/zone-guess';
import { msNear, writerOf } from '@/lib/trace/clock/zone-evidence';
import { offsetWords, zoneWords } from '@/lib/trace/clock/zone-words';
import type { Heard } from '@/lib/trace/heard';

export interface ZoneTerms {
  /** Where the clocks stand, as somebody says, as in `Europe/Berlin`; null if nobody does. */
  readonly said: string | null;
  /** As what times were read where neither a line nor anybody says it; null for UTC. */
  readonly usual: string | null;
}

export interface ByZones {
  readonly heard: readonly Heard[];
  /** What was guessed, and what could not be; for a person. */
  readonly words: readonly string[];
}

/** Puts times right whose zone, or year, lines do not tell: by what somebody said, else by what shows it. @param beside what else is known of the moves */
export function byZones(heard: readonly Heard[], { said, usual }: ZoneTerms, beside: readonly Heard[] = []): ByZones {
  const guesses = guessZones([...heard, ...beside]);
  if (said !== null) return { heard, words: [...contradictions(heard, guesses, said), ...yearWords(heard, [])] };
  return {
    heard: heard.map((one) => (writerOf(one) === null ? one : { ...one, atMs: guesses.msOf(one) })),
    words: [...zoneWords(guesses.zones, usual ?? 'UTC'), ...yearWords(heard, guesses.zones)],
  };
}

/** Where what shows a zone does not go with what somebody said. */
function contradictions(heard: readonly Heard[], { zones, msOf }: ZoneGuesses, said: string): string[] {
  return zones.flatMap(({ writer, file, how, by, zone }) => {
    const one = heard.find((line) => writerOf(line) === writer);
    if (how !== 'shown' || !one || Math.abs(msOf(one) - one.atMs) < 60_000) return [];
    const [part] = zone ?? [];
    return [`The clocks of ${file} were taken to be in ${said}, as was said. By what ${by.join(', ')} ${by.length === 1 ? 'shows' : 'show'} of the same move they are ${offsetWords(part?.minutes ?? 0)}.`];
  });
}

function yearWords(heard: readonly Heard[], zones: readonly GuessedZone[]): string[] {
  const nearMs = new Map(zones.flatMap(({ writer, how, zone }) => (zone?.[0] && how !== 'unanchored' ? [[writer, zone[0].nearMs] as const] : [])));
  const yearless = heard.filter(({ written }) => written && !written.hasYear);
  const known = yearless.flatMap((one) => {
    const ms = nearMs.get(writerOf(one) ?? '');
    return ms === undefined || !one.written ? [] : new Date(msNear(one.written, ms)).getUTCFullYear();
  });
  const years = [...new Set(known)].sort();
  return [
    ...(years.length > 0 ? [`Lines that tell no year are of ${years.join(', ')}, by what shows their time.`] : []),
    ...(known.length < yearless.length ? ['Lines that tell no year were taken to be of the last twelve months.'] : []),
  ];
}
