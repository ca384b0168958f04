import { z } from 'zod';
import { ProblemError } from '@/lib/problem/problem';
import { read } from '@/server/commands/command';
import { cursorAfter, keyOf, pageInput } from '@/server/commands/page';

export const listAudit = read({
  permission: 'audit.read',
  input: z.object(pageInput),
  async run({ audit, changes }, _, { limit, cursor }) {
    const sequence = changes.sequence;
    const found = await audit.list(limit + 1, seqOf(cursor));
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const nextCursor = found.length > limit && last ? cursorAfter(String(last.seq)) : null;
    return { items, nextCursor, total: await audit.count(), sequence };
  },
});

/** Walks the whole chain and says whether, and if not where, it is broken. */
export const verifyAudit = read({
  permission: 'audit.read',
  input: z.object({}),
  run: ({ audit }) => audit.verify(),
});

function seqOf(cursor: string | undefined): number | null {
  const key = keyOf(cursor);
  if (key !== null && !/^\d{1,15}$/.test(key)) throw new ProblemError('invalid', 'This cursor is not from the audit list.');
  return key === null ? null : Number(key);
}
