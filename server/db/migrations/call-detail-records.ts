import type { Kysely } from 'kysely';
import type { Database } from '../schema';

/** Which clusters send Usher their call detail records, and with which secrets. */
export async function callDetailRecords(db: Kysely<Database>): Promise<void> {
  await db.schema
    .alterTable('clusters')
    .addColumn('cdr', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema
    .createTable('cdr_secrets')
    .addColumn('call_bridge_id', 'text', (column) => column.primaryKey())
    .addColumn('secret_sealed', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  // Those of a rehearsal that is there already are like those of a new one.
  await db.updateTable('clusters').set({ cdr: 1 }).where('origin', '=', 'emulator').execute();
}
