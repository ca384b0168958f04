import { permits, type Rights } from '@/lib/access/access';
import { isInScope } from '@/lib/access/scope';
import type { Item } from '@/lib/move/item';
import type { Verdict } from '@/lib/move/verdict';
import { inventoryFor, placeOf } from '@/server/inventory/scoped-inventory';
import type { Route } from '@/server/moves/order-store';
import { judgeWish, type Known } from '@/server/moves/situation';

/** An item that had to wait, as it was judged when it was ordered. */
export interface WaitingItem {
  readonly item: Item;
  readonly route: Route;
  /** The meeting that the caller saw them in, where they said so. */
  readonly onlyIfIn: string | null;
}

/**
 * The verdict on an item whose turn has come, by what is live now and by what its sender may do now. Whoever lost the right, or
 * may not see one of the two meetings any more, is told `forbidden`.
 */
export function judgeAgain(known: Known, waiting: WaitingItem, { role, scope }: Rights): Verdict {
  const { item, onlyIfIn } = waiting;
  const mayMove = permits(role, 'moves.submit').permitted && places(known, waiting).every((place) => isInScope(scope, place));
  const wish = { participants: [item.participant], to: { meeting: item.to.meeting }, onlyIfIn: onlyIfIn ?? item.from?.meeting };
  const [verdict = item.verdict] = judgeWish({ ...known, inventory: inventoryFor(known.inventory, scope) }, wish, mayMove);
  return verdict;
}

/** Where the person and the target are; of what is gone, where it was. */
function places({ inventory }: Known, { item, route }: WaitingItem) {
  const source = inventory.meeting(inventory.participant(item.participant)?.meeting ?? '');
  const target = inventory.meeting(item.to.meeting);
  return [source ? placeOf(source) : route.from, target ? placeOf(target) : route.to];
}
