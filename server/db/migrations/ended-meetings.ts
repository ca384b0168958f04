import type { Kysely } from 'kysely';
import type { Database } from '../schema';

/** The meetings of the last days. */
export async function endedMeetings(db: Kysely<Database>): Promise<void> {
  await db.schema
    .createTable('ended_meetings')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('meeting', 'text', (column) => column.notNull())
    .addColumn('origin', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('cluster_id', 'text', (column) => column.notNull())
    .addColumn('cluster_name', 'text', (column) => column.notNull())
    .addColumn('space', 'text')
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint', (column) => column.notNull())
    .addColumn('people_count', 'integer', (column) => column.notNull())
    .addColumn('names_folded', 'text', (column) => column.notNull())
    .addColumn('log', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('ended_meetings_by_end').on('ended_meetings').columns(['ended_at', 'id']).execute();
}
