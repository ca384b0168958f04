import type { GuessedZone } from '@/lib/trace/clock/zone-guess';
import type { WriterZone } from '@/lib/trace/clock/writer-zone';

/** What zones were guessed and from what, and what was not; for a person. @param otherwise as what times were read of which nothing tells, as in `Europe/Berlin` */
export function zoneWords(zones: readonly GuessedZone[], otherwise: string): string[] {
  const doubted = new Set(zones.flatMap(({ file, how }) => (how === 'thin' || how === 'contradictory' ? [file] : [])));
  const groups = new Map<string, string[]>();
  for (const one of zones) {
    // Another writer of that file, of whom nothing tells, was read in the same way.
    if (one.how === 'none' && doubted.has(one.file)) continue;
    const words = wordsOf(one, otherwise);
    groups.set(words, [...new Set([...(groups.get(words) ?? []), one.file])]);
  }
  return Array.from(groups, ([words, files]) => words.replace('FILES', () => files.join(', ')));
}

function wordsOf({ zone, by, how }: GuessedZone, otherwise: string): string {
  switch (how) {
    case 'shown':
      return `The clocks of FILES are ${aheadWords(zone)}: ${by.join(', ')} ${by.length === 1 ? 'shows' : 'show'} the same move.`;
    case 'unanchored':
      return `The clocks of FILES are ${aheadWords(zone)} if those of ${by.join(', ')} are in ${otherwise}: they show the same move.`;
    case 'others':
      return `The lines of FILES tell no time zone: their times were taken as the others', ${aheadWords(zone)}.`;
    case 'thin':
      return `The lines of FILES tell no time zone, and too little shows it: their times were taken to be in ${otherwise}.`;
    case 'contradictory':
      return `The lines of FILES tell no time zone, and what shows it does not agree: their times were taken to be in ${otherwise}.`;
    case 'none':
      return `The lines of FILES tell no time zone: their times were taken to be in ${otherwise}.`;
  }
}

function aheadWords(zone: WriterZone | null): string {
  return (zone ?? []).map(({ minutes }) => offsetWords(minutes)).join(', and later ');
}

/** "2 h ahead of UTC", "3 h 30 min behind UTC". @param minutes ahead */
export function offsetWords(minutes: number): string {
  if (minutes === 0) return 'in UTC';
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const words = [...(hours > 0 ? [`${hours} h`] : []), ...(rest > 0 ? [`${rest} min`] : [])].join(' ');
  return `${words} ${minutes > 0 ? 'ahead of' : 'behind'} UTC`;
}
