import { sql, type Kysely } from 'kysely';
import type { Database } from '../schema';

/** Whether the verdicts on moves by others held, by which a cluster's are counted since its mode began. */
export async function trust(db: Kysely<Database>): Promise<void> {
  await db.schema.alterTable('orders').addColumn('held', 'integer').execute();
  await db.schema.alterTable('clusters').addColumn('mode_since', 'bigint').execute();
  await db.schema.createIndex('observed_orders').on('orders').columns(['created_at', 'held']).where(sql<boolean>`observed is not null`).execute();
}
