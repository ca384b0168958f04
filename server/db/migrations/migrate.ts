import type { Kysely } from 'kysely';
import { ProblemError } from '@/lib/problem/problem';
import type { Database } from '../schema';
import { auditFilters } from './audit-filters';
import { callDetailRecords } from './call-detail-records';
import { endedMeetings } from './ended-meetings';
import { failures } from './failures';
import { first } from './first';
import { liveMeetings } from './live-meetings';
import { noTargetMeeting } from './no-target-meeting';
import { notices } from './notices';
import { observedMoves } from './observed-moves';
import { madeCalls } from './made-calls';
import { moveChoices } from './move-choices';
import { orderOrigins } from './order-origins';
import { redials } from './redials';
import { scopes } from './scopes';
import { trust } from './trust';
import { webhooks } from './webhooks';

type Migration = (db: Kysely<Database>) => Promise<void>;

/** In order. Imported by name, since the server is one bundled file and has no folder to scan. */
const migrations: readonly (readonly [name: string, migration: Migration])[] = [
  ['first', first],
  ['scopes', scopes],
  ['call-detail-records', callDetailRecords],
  ['ended-meetings', endedMeetings],
  ['live-meetings', liveMeetings],
  ['audit-filters', auditFilters],
  ['observed-moves', observedMoves],
  ['webhooks', webhooks],
  ['trust', trust],
  ['move-choices', moveChoices],
  ['notices', notices],
  ['order-origins', orderOrigins],
  ['made-calls', madeCalls],
  ['redials', redials],
  ['no-target-meeting', noTargetMeeting],
  ['failures', failures],
];

/**
 * Brings the tables up to date, each step in a transaction of its own, so that a kill leaves no half of one. (Kysely's own
 * Migrator uses no transaction on SQLite.) The caller holds the lock: two never migrate at once.
 * Problems: `unavailable` if the database was made by a newer Usher.
 */
export async function migrate(db: Kysely<Database>): Promise<void> {
  await db.schema
    .createTable('migrations')
    .ifNotExists()
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('applied_at', 'bigint', (column) => column.notNull())
    .execute();
  const applied = new Set((await db.selectFrom('migrations').select('name').execute()).map((row) => row.name));
  refuseNewer(applied);
  for (const [name, migration] of migrations) {
    if (applied.has(name)) continue;
    await db.transaction().execute(async (trx) => {
      await migration(trx);
      await trx.insertInto('migrations').values({ name, applied_at: Date.now() }).execute();
    });
  }
}

function refuseNewer(applied: ReadonlySet<string>): void {
  const known = new Set(migrations.map(([name]) => name));
  const unknown = [...applied].find((name) => !known.has(name));
  if (unknown === undefined) return;
  throw new ProblemError('unavailable', `The database was made by a newer Usher (it has "${unknown}"). Start that version.`);
}
