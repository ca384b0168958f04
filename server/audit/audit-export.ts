import type { AuditLog } from '@/server/audit/audit-log';
import type { Database } from '@/server/db/schema';

/** Records in one piece of the stream: what is in memory at a time. */
const rowsAtOnce = 200;

/**
 * The records up to one of them, as JSON lines with all that the chain is made of: who reads them needs no Usher to check it. They are
 * read as fast as they are taken, a piece at a time.
 */
export async function* exportedLines(log: Pick<AuditLog, 'rowsAfter'>, upTo: number): AsyncGenerator<string> {
  let after = 0;
  while (after < upTo) {
    const rows = (await log.rowsAfter(after, rowsAtOnce)).filter(({ seq }) => seq <= upTo);
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map((row) => `${JSON.stringify(auditLine(row))}\n`).join('');
    after = last.seq;
  }
}

/** A record as it is handed out. `content` stays the very text that its digest is of. */
export function auditLine(row: Database['audit']) {
  return {
    seq: row.seq,
    at: new Date(row.at).toISOString(),
    by: { kind: row.by_kind, id: row.by_id },
    action: row.action,
    result: row.result,
    content: row.content,
    contentDigest: row.content_digest,
    digest: row.digest,
  };
}
