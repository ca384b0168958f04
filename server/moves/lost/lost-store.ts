import { sql, type Kysely, type Transaction } from 'kysely';
import type { Database } from '@/server/db/schema';
import { ordersToTakeUp, type StoredOrder } from '@/server/moves/order-store';

/** The orders with somebody who was lost since then, in milliseconds since 1970. */
export function ordersWithLost(db: Kysely<Database>, sinceMs: number): Promise<StoredOrder[]> {
  return ordersToTakeUp(db, sinceMs, sql`state = 'dropped'`);
}

export interface Dismissal {
  readonly order: string;
  readonly item: string;
  readonly atMs: number;
}

/** Puts on record that nobody wants to hear of it any more. Those that are older than `keptFromMs` are forgotten: their notices are over. */
export async function insertDismissal(trx: Transaction<Database>, { order, item, atMs }: Dismissal, keptFromMs: number): Promise<void> {
  await trx.deleteFrom('dismissed_notices').where('dismissed_at', '<', keptFromMs).execute();
  await trx
    .insertInto('dismissed_notices')
    .values({ order_id: order, item_id: item, dismissed_at: atMs })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function dismissals(db: Kysely<Database>): Promise<Dismissal[]> {
  const rows = await db.selectFrom('dismissed_notices').selectAll().execute();
  return rows.map(({ order_id, item_id, dismissed_at }) => ({ order: order_id, item: item_id, atMs: Number(dismissed_at) }));
}
