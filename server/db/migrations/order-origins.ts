import type { Kysely } from 'kysely';
import type { Database } from '../schema';

/** Which order another one undoes, or does once more; null in orders that stand for themselves. */
export async function orderOrigins(db: Kysely<Database>): Promise<void> {
  for (const column of ['undo_of', 'repeat_of']) await db.schema.alterTable('orders').addColumn(column, 'text').execute();
}
