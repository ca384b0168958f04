import type { Kysely } from 'kysely';
import type { Database } from '../schema';

/** What people and tokens are limited to, and where an order's meetings are, by which they are found for a scope. */
export async function scopes(db: Kysely<Database>): Promise<void> {
  for (const table of ['people', 'tokens'] as const) await db.schema.alterTable(table).addColumn('scope', 'text').execute();
  for (const column of ['from_cluster', 'from_space', 'to_cluster', 'to_space']) {
    await db.schema.alterTable('items').addColumn(column, 'text').execute();
  }
}
