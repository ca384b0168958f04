import type { Participant } from '@/lib/meeting/participant';
import type { Going } from '@/lib/move/consequence-rule';
import { consequencesOf } from '@/lib/move/consequences';
import { refusals } from '@/lib/move/refusals';
import type { MoveSituation } from '@/lib/move/situation';
import type { Verdict } from '@/lib/move/verdict';
import { refusalReasons, type RefusalReason } from '@/lib/move/verdict-codes';

/**
 * Judges an order: one verdict per candidate, in their order, which is the order in which they go. They are judged together:
 * each takes a place in the target, the lobby opens for the first, the source ends with the last. Pure; the board asks it
 * while dragging, the server before it puts an order on record.
 */
export function judge(situation: MoveSituation): Verdict[] {
  return judgeGroups([situation])[0] ?? [];
}

/**
 * As {@link judge}, of an order that brings people to several targets, a group to each, in the order in which the groups go. What comes
 * of leaving a meeting comes of all who leave it, wherever they go.
 */
export function judgeGroups(groups: readonly MoveSituation[]): Verdict[][] {
  const sortedGroups = groups.map((situation) => ({ situation, ...sorted(situation) }));
  const company = byMeeting(sortedGroups.flatMap(({ going }) => going));
  return sortedGroups.map(({ situation, reasonsOf, going }) => {
    const together = (person: Participant): Going => ({ person, all: going, companions: company.get(person.meeting) ?? [], situation });
    // For whoever stays, it is told what would become of a move of theirs alone.
    const alone = (person: Participant): Going => ({ person, all: [person], companions: [person], situation });
    return situation.candidates.map(({ participant }, index) => {
      const reasons = reasonsOf[index] ?? [];
      const consequences = participant ? consequencesOf(goes(reasons) ? together(participant) : alone(participant)) : [];
      return { ...answer(reasons), consequences };
    });
  });
}

/** As {@link judge}, of one who is about to go: whether they may. What else will happen has been told. */
export function mayGo(situation: MoveSituation): Omit<Verdict, 'consequences'> {
  return answer(sorted(situation).reasonsOf[0] ?? []);
}

/** The reasons against each candidate, and those who go. */
function sorted(situation: MoveSituation): { reasonsOf: RefusalReason[][]; going: Participant[] } {
  const going: Participant[] = [];
  const reasonsOf = situation.candidates.map((candidate) => {
    const reasons = refusalReasons.filter((reason) => refusals[reason](candidate, situation, going.length));
    if (candidate.participant && goes(reasons)) going.push(candidate.participant);
    return reasons;
  });
  return { reasonsOf, going };
}

function byMeeting(people: readonly Participant[]): Map<string, Participant[]> {
  const found = new Map<string, Participant[]>();
  for (const person of people) {
    const companions = found.get(person.meeting);
    if (companions) companions.push(person);
    else found.set(person.meeting, [person]);
  }
  return found;
}

function answer(reasons: RefusalReason[]): Omit<Verdict, 'consequences'> {
  return { allowed: reasons.length === 0, reason: reasons[0] ?? null, reasons };
}

/** Whoever may only look is still told what would become of the whole order. */
function goes(reasons: readonly RefusalReason[]): boolean {
  return reasons.every((reason) => reason === 'forbidden');
}
