import { firstOf } from '@/lib/first-of';
import type { Meeting } from '@/lib/meeting/meeting';
import { compareNames } from '@/lib/meeting/compare-names';

/** The meetings with the most people, by name: what stands on a board that nobody has arranged. */
export function busiest(meetings: Iterable<Meeting>, count: number): Meeting[] {
  const most = firstOf(meetings, count, (a, b) => b.participantCount - a.participantCount || byName(a, b));
  return most.sort(byName);
}

function byName(a: Meeting, b: Meeting): number {
  return compareNames(a.name, b.name) || (a.id < b.id ? -1 : 1);
}
