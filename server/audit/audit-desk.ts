import type { Kysely } from 'kysely';
import { Audit } from '@/server/audit/audit';
import { AuditLog } from '@/server/audit/audit-log';
import { ChainCheck } from '@/server/audit/chain-check';
import type { Database } from '@/server/db/schema';

/** All that can be asked of the audit. */
export interface AuditDesk {
  readonly writer: Audit;
  readonly log: AuditLog;
  readonly check: Pick<ChainCheck, 'verify'>;
}

/** @param now milliseconds since 1970 */
export function createAuditDesk(db: Kysely<Database>, now: () => number): AuditDesk {
  const log = new AuditLog(db);
  return { writer: new Audit(db, now), log, check: new ChainCheck(log, now) };
}
