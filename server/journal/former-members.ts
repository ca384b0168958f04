import type { FormerMember } from '@/lib/meeting/ended-meeting';
import type { LogLine } from '@/lib/meeting/meeting-log';
import { comings, leavings } from '@/server/journal/people-in';

/** Who was in a meeting, by its log, in the order in which they came. @param lines oldest first */
export function formerMembers(lines: readonly LogLine[]): FormerMember[] {
  const members = new Map<string, FormerMember>();
  for (const { event, person, at } of lines) {
    const isComing = comings.includes(event);
    const isLeaving = leavings.includes(event);
    if (!person || !(isComing || isLeaving || event === 'present')) continue;
    const { cameAt, leftAt } = members.get(person.id) ?? { cameAt: null, leftAt: null };
    members.set(person.id, { id: person.id, name: person.name, cameAt: isComing ? at : cameAt, leftAt: isLeaving ? at : leftAt });
  }
  return [...members.values()];
}
