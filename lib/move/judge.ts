import type { Participant } from '@/lib/meeting/participant';
import { consequencesOf } from '@/lib/move/consequences';
import { refusals } from '@/lib/move/refusals';
import type { MoveSituation } from '@/lib/move/situation';
import type { Verdict } from '@/lib/move/verdict';
import { refusalReasons, type RefusalReason } from '@/lib/move/verdict-codes';

/**
 * Judges an order: one verdict per candidate, in their order, which is the order in which they go. They are judged together:
 * each takes a place in the target, the lobby opens for the first, the source ends with the last. Pure; the board asks it
 * while dragging, the server before each deed.
 */
export function judge(situation: MoveSituation): Verdict[] {
  const going: Participant[] = [];
  const reasonsOf = situation.candidates.map((candidate) => {
    const reasons = refusalReasons.filter((reason) => refusals[reason](candidate, situation, going.length));
    if (candidate.participant && goes(reasons)) going.push(candidate.participant);
    return reasons;
  });
  return situation.candidates.map(({ participant }, index) => {
    const reasons = reasonsOf[index] ?? [];
    return {
      allowed: reasons.length === 0,
      reason: reasons[0] ?? null,
      reasons,
      // For whoever stays, it is told what would become of a move of theirs alone.
      consequences: participant ? consequencesOf(participant, goes(reasons) ? going : [participant], situation) : [],
    };
  });
}

/** Whoever may only look is still told what would become of the whole order. */
function goes(reasons: readonly RefusalReason[]): boolean {
  return reasons.every((reason) => reason === 'forbidden');
}
