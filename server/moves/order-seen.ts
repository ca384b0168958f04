import { isInScope, type Scope } from '@/lib/access/scope';
import type { Item } from '@/lib/move/item';
import type { Order } from '@/lib/move/order';
import type { Verdict } from '@/lib/move/verdict';
import type { Reader } from '@/server/moves/order-list';
import type { Route, StoredOrder } from '@/server/moves/order-store';

/** What stands for a meeting that a reader may not see. */
export const elsewhere = { meeting: '', name: 'elsewhere' };

export type Routes = ReadonlyMap<string, Route>;

/**
 * An order as whoever has this scope may see it. Of the side that is outside, neither the meeting's name nor the ids of
 * meeting and participant are told, nor what a verdict knows of it. Null where both sides of all items are outside.
 */
export function orderSeen(order: Order, routes: Routes, scope: Scope | null): Order | null {
  if (scope === null) return order;
  const isSeen = order.items.some(({ id }) => isInScope(scope, routes.get(id)?.from ?? null) || isInScope(scope, routes.get(id)?.to ?? null));
  return isSeen ? orderMasked(order, routes, scope) : null;
}

/** As {@link orderSeen}, for whoever gave the order: it is there for them also where both sides are outside. */
export function orderMasked(order: Order, routes: Routes, scope: Scope | null): Order {
  if (scope === null) return order;
  const items = order.items.map((item) => itemSeen(order.id, item, routes.get(item.id), scope));
  if (!order.observed) return { ...order, items };
  const seesAll = items.every(({ from, to }) => from !== elsewhere && to !== elsewhere);
  return { ...order, items, observed: seesAll ? order.observed : { ...order.observed, predicted: null } };
}

/** An order on record as its reader may see it, who may have given it; null where they may not. */
export function seenByReader({ order, routes }: StoredOrder, { kind, id, scope }: Reader): Order | null {
  const isOwn = order.by.kind === kind && order.by.id === id;
  return isOwn ? orderMasked(order, routes, scope) : orderSeen(order, routes, scope);
}

function itemSeen(order: string, item: Item, route: Route | undefined, scope: Scope): Item {
  const seesFrom = isInScope(scope, route?.from ?? null);
  const seesTo = isInScope(scope, route?.to ?? null);
  if (seesFrom && seesTo) return { ...item, foundIn: foundInSeen(item, seesFrom, seesTo), verdict: verdictSeen(item.verdict, scope) };
  return {
    ...item,
    // Not an id of anybody's, and different for each item.
    participant: seesFrom ? item.participant : `elsewhere:${order}/${item.id}`,
    from: seesFrom ? item.from : elsewhere,
    newParticipant: seesTo ? item.newParticipant : null,
    to: seesTo ? item.to : elsewhere,
    foundIn: foundInSeen(item, seesFrom, seesTo),
    verdict: { ...verdictSeen(item.verdict, scope), consequences: [], ...(!seesFrom && { meanwhile: undefined }) },
    finding: null,
    error: item.error && { code: item.error.code, detail: 'What went wrong is told to those who may see both meetings.' },
  };
}

/** A verdict as whoever has this scope may see it: of who was faster, where to only if that is inside. */
export function verdictSeen(verdict: Verdict, scope: Scope | null): Verdict {
  const { meanwhile } = verdict;
  if (!meanwhile || scope === null) return verdict;
  const { cluster, space } = meanwhile.to;
  if (cluster !== null && isInScope(scope, { cluster, space })) return verdict;
  return { ...verdict, meanwhile: { ...meanwhile, to: { ...elsewhere, cluster: null, space: null } } };
}

/** Of a third meeting it is not on record where it is, so that it is told to those without a limit only. */
function foundInSeen({ foundIn, from, to }: Item, seesFrom: boolean, seesTo: boolean): Item['foundIn'] {
  if (foundIn === null) return null;
  const isSeen = (seesFrom && foundIn.meeting === from?.meeting) || (seesTo && foundIn.meeting === to.meeting);
  return isSeen ? foundIn : elsewhere;
}
