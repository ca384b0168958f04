import type { Kysely } from 'kysely';
import type { Database } from '../schema';

/** Moves that others made are kept with those that Usher was asked for, and marked by what is known of them beyond the move itself. */
export async function observedMoves(db: Kysely<Database>): Promise<void> {
  await db.schema.alterTable('orders').addColumn('observed', 'text').execute();
}
