import type { Kysely, Transaction } from 'kysely';
import type { Item } from '@/lib/move/item';
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
