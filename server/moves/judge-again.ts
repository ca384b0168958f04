import { permits, type Rights } from '@/lib/access/access';
import { isInScope } from '@/lib/access/scope';
import type { MoveChoices } from '@/lib/move/choices';
import type { Item } from '@/lib/move/item';
import { isToBe } from '@/lib/move/meeting-to-be';
import type { Verdict } from '@/lib/move/verdict';
import { placeOf } from '@/server/inventory/scoped-inventory';
import type { Route } from '@/server/moves/order-store';
import { judgeJourneys } from '@/server/moves/judge-journeys';
import { judgeDeed, knownTo, type Known } from '@/server/moves/situation';

/** An item as it was judged when it was ordered. */
export interface WaitingItem {
  readonly item: Item;
  readonly route: Route;
  readonly choices: MoveChoices;
}

/**
 * The verdict on an item that is about to be sent, by what is live now and by what its sender may do now. Whoever is not where they
 * were then is told `moved-meanwhile`; whoever lost the right, or may not see one of the two meetings any more, `forbidden`.
 */
export function judgeAgain(known: Known, waiting: WaitingItem, { role, scope }: Rights): Verdict {
  const { item, choices } = waiting;
  const mayMove = permits(role, 'moves.submit').permitted && (scope === null || places(known, waiting).every((place) => isInScope(scope, place)));
  // Whoever was to go into a meeting goes into no other one that the space has by now.
  const to = isToBe(item.to.meeting) ? item.to : { meeting: item.to.meeting };
  const wish = { participants: [item.participant], to, onlyIfIn: item.from?.meeting, ...choices };
  return { ...item.verdict, ...judgeDeed(knownTo(known, scope), wish, mayMove) };
}

/**
 * The verdicts, by item id, on items of one order that are to go on after they were held back. Those with one target are judged
 * together, as when they were ordered; whether their sender may see both meetings is asked again when each is sent.
 * @param mayMove whether the sender of an item may move people
 */
export function judgeQueued(known: Known, waiting: readonly Omit<WaitingItem, 'choices'>[], choices: MoveChoices, mayMove: (item: Item) => boolean): Map<string, Verdict> {
  const journeys = waiting.map(({ item, route: { putBack } }) => ({ participant: item.participant, to: item.to, onlyIfIn: item.from?.meeting ?? null, putBack, mayMove: mayMove(item) }));
  const verdicts = judgeJourneys(known, journeys, choices);
  return new Map(waiting.map(({ item: { id, verdict } }, at) => [id, verdicts[at] ?? verdict]));
}

/** Where the person and the target are; of what is gone, where it was. */
function places({ inventory }: Known, { item, route }: WaitingItem) {
  const source = inventory.meeting(inventory.participant(item.participant)?.meeting ?? '');
  const target = inventory.meeting(item.to.meeting);
  return [source ? placeOf(source) : route.from, target ? placeOf(target) : route.to];
}
