import type { Kysely } from 'kysely';
import type { Database } from '../schema';

/** Calls to people who were lost: on record before they leave, so that none is sent twice. */
export async function redials(db: Kysely<Database>): Promise<void> {
  await db.schema
    .createTable('redials')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('order_id', 'text', (column) => column.notNull())
    .addColumn('item_id', 'text', (column) => column.notNull())
    .addColumn('side', 'text', (column) => column.notNull())
    .addColumn('meeting', 'text', (column) => column.notNull())
    .addColumn('cluster', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('participant', 'text')
    .addColumn('by_name', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('error', 'text')
    .execute();
}
