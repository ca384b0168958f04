import { z } from 'zod';
import { invalidField } from '@/lib/problem/problem';
import { read } from '@/server/commands/command';
import { keyOf, pageInput, storedPage } from '@/server/commands/page';

export const listAudit = read({
  permission: 'audit.read',
  scope: 'refused',
  input: z.object(pageInput),
  async run({ audit, changes }, _, { limit, cursor }) {
    const sequence = changes.sequence;
    const page = await storedPage(limit, (rows) => audit.list(rows, seqOf(cursor)), ({ seq }) => String(seq));
    return { ...page, total: await audit.count(), sequence };
  },
});

/** Walks the whole chain and says whether, and if not where, it is broken. */
export const verifyAudit = read({
  permission: 'audit.read',
  scope: 'refused',
  input: z.object({}),
  run: ({ audit }) => audit.verify(),
});

function seqOf(cursor: string | undefined): number | null {
  const key = keyOf(cursor);
  if (key !== null && !/^\d{1,15}$/.test(key)) throw invalidField('cursor', 'This cursor is not from the audit list.');
  return key === null ? null : Number(key);
}
