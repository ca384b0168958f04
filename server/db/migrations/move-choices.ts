import type { Kysely } from 'kysely';
import type { Database } from '../schema';

/** How those whom an order moves are to enter; null in orders from before there was a choice. */
export async function moveChoices(db: Kysely<Database>): Promise<void> {
  for (const column of ['settings', 'lobby']) await db.schema.alterTable('orders').addColumn(column, 'text').execute();
}
