import type { Kysely } from 'kysely';
import type { Database } from '../schema';

/** Indexes by which records of the audit log are picked out, newest first. */
export async function auditFilters(db: Kysely<Database>): Promise<void> {
  await db.schema.createIndex('audit_by_action').on('audit').columns(['action', 'seq']).execute();
  await db.schema.createIndex('audit_by_whom').on('audit').columns(['by_id', 'seq']).execute();
  await db.schema.createIndex('audit_by_result').on('audit').columns(['result', 'seq']).execute();
  await db.schema.createIndex('audit_by_time').on('audit').column('at').execute();
}
