import type { Kysely } from 'kysely';
import type { Database } from '@/server/db/schema';
import { findOrder, type StoredOrder } from '@/server/moves/order-store';

/** How many items are taken up after a restart: the newest. */
const mostTakenUp = 2_000;
/** Ends of which nobody knows yet why. What is left out was never sent, or is what was asked for. */
const failed = ['nothing-happened', 'dropped', 'wrong-meeting', 'in-lobby', 'in-both', 'unknown'];

/** The orders with an item that failed since then without a finding, in milliseconds since 1970. */
export async function ordersNotLookedInto(db: Kysely<Database>, sinceMs: number): Promise<StoredOrder[]> {
  const rows = await db
    .selectFrom('items')
    .select('order_id')
    .where('state', 'in', failed)
    .where('symptom', 'is', null)
    .where('updated_at', '>=', sinceMs)
    .orderBy('updated_at', 'desc')
    .limit(mostTakenUp)
    .execute();
  const orders: StoredOrder[] = [];
  for (const id of new Set(rows.map(({ order_id }) => order_id))) {
    const order = await findOrder(db, id);
    if (order) orders.push(order);
  }
  return orders;
}
