import { z } from 'zod';
import { auditFilterSchema } from '@/lib/audit/audit-record';
import { invalidField } from '@/lib/problem/problem';
import { exportedLines } from '@/server/audit/audit-export';
import { deed, read } from '@/server/commands/command';
import { cursorAfter, keyOf, pageInput } from '@/server/commands/page';

/** Records that a filter picks, newest first. `total` is null where words are searched for: nobody counts them all. */
export const listAudit = read({
  permission: 'audit.read',
  scope: 'refused',
  input: auditFilterSchema.extend(pageInput),
  async run({ audit, changes }, _, { limit, cursor, ...filter }) {
    const sequence = changes.sequence;
    const { items, before } = await audit.log.list(limit, seqOf(cursor), filter);
    const nextCursor = before === null ? null : cursorAfter(String(before));
    return { items, nextCursor, total: await audit.log.count(filter), sequence };
  },
});

const wholeOrNot = z.enum(['true', 'false']).default('true').transform((text) => text === 'true');

/** Walks the chain and says whether, and if not where, it is broken. */
export const verifyAudit = read({
  permission: 'audit.read',
  scope: 'refused',
  /** With `false` only what came since the last walk is looked at. */
  input: z.object({ whole: wholeOrNot }),
  run: ({ audit }, _, { whole }) => audit.check.verify(whole),
});

/** How the audit log gets to a syslog server. */
export const getAuditForwarding = read({
  permission: 'audit.read',
  scope: 'refused',
  input: z.object({}),
  run: ({ auditForwarding }) => ({ forwarding: auditForwarding() }),
});

/** All records there are now, as JSON lines; who takes them away is on record. */
export const exportAudit = deed({
  permission: 'audit.export',
  scope: 'refused',
  input: z.strictObject({}),
  async run({ audit }) {
    const { seq } = await audit.writer.head();
    return { upTo: seq, lines: exportedLines(audit.log, seq) };
  },
  record: (_, output) => ({ upTo: output?.upTo }),
});

function seqOf(cursor: string | undefined): number | null {
  const key = keyOf(cursor);
  if (key !== null && !/^\d{1,15}$/.test(key)) throw invalidField('cursor', 'This cursor is not from the audit list.');
  return key === null ? null : Number(key);
}
