import type { MoveChoices } from '@/lib/move/choices';
import { judgeGroups } from '@/lib/move/judge';
import type { PersonSettings } from '@/lib/move/person-settings';
import type { MoveSituation } from '@/lib/move/situation';
import type { ItemTarget } from '@/lib/move/target';
import type { Verdict } from '@/lib/move/verdict';
import { withMeanwhile } from '@/server/moves/last-moves';
import { situationOf, type Judging } from '@/server/moves/situation';

/** One person of an order whose people need not all have the same target. */
export interface Journey {
  readonly participant: string;
  readonly to: ItemTarget;
  /** The meeting from which alone they may be taken; null for any. */
  readonly onlyIfIn: string | null;
  /** Whether the caller may move this one there. */
  readonly mayMove: boolean;
  /** How they were set before, where that is to be put back. */
  readonly putBack?: PersonSettings | null;
}

/** One verdict per journey, in their order. Those with the same target are judged together, and whoever leaves the same meeting. */
export function judgeJourneys(known: Judging, journeys: readonly Journey[], choices: MoveChoices): Verdict[] {
  const groups = new Map<string, number[]>();
  for (const [at, { to, mayMove }] of journeys.entries()) {
    const key = JSON.stringify([to.meeting, mayMove]);
    const group = groups.get(key);
    if (group) group.push(at);
    else groups.set(key, [at]);
  }
  const members = [...groups.values()];
  const verdicts = judgeGroups(members.flatMap((some) => situationFor(known, some.flatMap((at) => journeys[at] ?? []), choices)));
  const found = new Map(members.flatMap((some, group) => some.map((at, place) => [at, verdicts[group]?.[place]] as const)));
  return journeys.flatMap(({ participant }, at) => {
    const verdict = found.get(at);
    return verdict ? withMeanwhile(known, participant, verdict) : [];
  });
}

function situationFor(known: Judging, journeys: readonly Journey[], choices: MoveChoices): MoveSituation[] {
  const [first] = journeys;
  if (!first) return [];
  const wish = { participants: journeys.map(({ participant }) => participant), to: first.to, ...choices };
  const situation = situationOf(known, wish, first.mayMove);
  const putBack = new Map(journeys.flatMap(({ participant, putBack: before }) => (before ? [[participant, before] as const] : [])));
  return [{ ...situation, putBack, candidates: situation.candidates.map((candidate, at) => ({ ...candidate, onlyIfIn: journeys[at]?.onlyIfIn ?? null })) }];
}
