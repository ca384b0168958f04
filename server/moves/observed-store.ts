import type { Kysely, Transaction } from 'kysely';
import type { Item } from '@/lib/move/item';
import type { Order } from '@/lib/move/order';
import type { Database } from '@/server/db/schema';

/** How many ids stand in one question. */
const idsAtOnce = 200;

/**
 * The items on record that have to do with any of these participants: that moved them, or that made them.
 * @param ids any number of them
 */
export async function itemsAbout(db: Kysely<Database>, ids: readonly string[]): Promise<Item[]> {
  const found: Item[] = [];
  for (let from = 0; from < ids.length; from += idsAtOnce) {
    const some = ids.slice(from, from + idsAtOnce);
    const rows = await db
      .selectFrom('items')
      .select('body')
      .where((where) => where.or([where('participant', 'in', some), where('new_participant', 'in', some)]))
      .execute();
    found.push(...rows.map(({ body }) => (JSON.parse(body) as { item: Item }).item));
  }
  return found;
}

/** Erases the oldest moves by others, so that this many are left. */
export async function keepNewestObserved(trx: Transaction<Database>, most: number): Promise<void> {
  const oldestKept = await trx
    .selectFrom('orders')
    .select('id')
    .where('observed', 'is not', null)
    .orderBy('id', 'desc')
    .offset(most - 1)
    .limit(1)
    .executeTakeFirst();
  if (oldestKept) await trx.deleteFrom('orders').where('observed', 'is not', null).where('id', '<', oldestKept.id).execute();
}

/** Writes what is known of a move by others beyond the move itself. */
export async function saveObserved(trx: Transaction<Database>, { id, observed }: Order): Promise<void> {
  const held = observed?.held ?? null;
  await trx
    .updateTable('orders')
    .set({ observed: JSON.stringify(observed), held: held === null ? null : Number(held) })
    .where('id', '=', id)
    .execute();
}

export interface TrustCounts {
  readonly seen: number;
  readonly held: number;
  readonly missed: number;
}

/** How many moves by others there were into meetings of a cluster since then, and of how many the prediction held, or did not. */
export async function countObserved(db: Kysely<Database>, cluster: string, sinceMs: number): Promise<TrustCounts> {
  const rows = await observedIn(db, cluster, sinceMs)
    .select(['orders.held', ({ fn }) => fn.countAll<number>().as('n')])
    .groupBy('orders.held')
    .execute();
  const of = (held: number | null) => Number(rows.find((row) => row.held === held)?.n ?? 0);
  return { seen: of(null) + of(0) + of(1), held: of(1), missed: of(0) };
}

/** The newest of those of which the prediction did not hold, by their ids. */
export async function newestMisses(db: Kysely<Database>, cluster: string, sinceMs: number, limit: number): Promise<string[]> {
  const rows = await observedIn(db, cluster, sinceMs).select('orders.id').where('orders.held', '=', 0).orderBy('orders.id', 'desc').limit(limit).execute();
  return rows.map(({ id }) => id);
}

function observedIn(db: Kysely<Database>, cluster: string, sinceMs: number) {
  return db
    .selectFrom('orders')
    .innerJoin('items', 'items.order_id', 'orders.id')
    .where('orders.observed', 'is not', null)
    .where('orders.created_at', '>=', sinceMs)
    .where('items.to_cluster', '=', cluster);
}
