import type { Kysely } from 'kysely';
import type { Database } from '../schema';

/** Notices themselves are made from the items; what is kept is which of them somebody has put away. */
export async function notices(db: Kysely<Database>): Promise<void> {
  await db.schema
    .createTable('dismissed_notices')
    .addColumn('order_id', 'text', (column) => column.notNull())
    .addColumn('item_id', 'text', (column) => column.notNull())
    .addColumn('dismissed_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('dismissed_notices_pk', ['order_id', 'item_id'])
    .execute();
}
