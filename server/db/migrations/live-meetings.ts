import type { Kysely } from 'kysely';
import type { Database } from '../schema';

/** What is known of meetings that are live, for the next start; and of ended ones, since when they may have been over. */
export async function liveMeetings(db: Kysely<Database>): Promise<void> {
  await db.schema
    .createTable('live_meetings')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('meeting', 'text', (column) => column.notNull())
    .addColumn('seen_at', 'bigint')
    .execute();
  await db.schema
    .createTable('live_log_lines')
    .addColumn('number', 'bigint', (column) => column.primaryKey())
    .addColumn('meeting', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('line', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('live_log_lines_by_meeting').on('live_log_lines').columns(['meeting', 'number']).execute();
  await db.schema.alterTable('ended_meetings').addColumn('ended_after', 'bigint').execute();
}
