import type { Kysely } from 'kysely';
import type { Database } from '../schema';

/** Calls that are made for orders into spaces: on record before a bridge is asked. */
export async function madeCalls(db: Kysely<Database>): Promise<void> {
  await db.schema
    .createTable('made_calls')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('order_id', 'text', (column) => column.notNull())
    .addColumn('cluster_id', 'text', (column) => column.notNull())
    .addColumn('space', 'text', (column) => column.notNull())
    .addColumn('call_bridge_id', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('call', 'text')
    .addColumn('asked_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('made_calls_by_state').on('made_calls').columns(['state']).execute();
}
