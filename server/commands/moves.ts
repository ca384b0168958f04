import { z } from 'zod';
import { permits } from '@/lib/access/access';
import { moveRequestSchema } from '@/lib/move/order';
import { deed, read } from '@/server/commands/command';
import { meetingsConcerned } from '@/server/moves/situation';
import { keyOf, pageInput, storedPage } from '@/server/commands/page';

const waitLimitSeconds = 60;

/** Puts a move on record and begins it. Answers once it is on record, or with `waitSeconds` once it is settled. */
export const submitMove = deed({
  permission: 'moves.submit',
  input: moveRequestSchema.extend({
    idempotencyKey: z.string().min(1).max(200).optional(),
    waitSeconds: z.number().min(0).max(waitLimitSeconds).optional(),
  }),
  async run({ moves }, caller, { idempotencyKey, waitSeconds, ...request }) {
    const order = await moves.submit(caller, request, true, idempotencyKey ?? null);
    return waitSeconds ? moves.settled(order.id, waitSeconds * 1_000) : order;
  },
  record: null,
});

/** What would become of a move if it were submitted now, by what is read for it. A viewer may ask, and is told `forbidden`. */
export const judgeMove = read({
  permission: 'meetings.read',
  input: moveRequestSchema,
  async run({ moves, inventory, closeLook }, caller, request) {
    await closeLook.take(meetingsConcerned(inventory, request));
    return moves.dryRun(request, permits(caller.role, 'moves.submit').permitted);
  },
});

export const listMoves = read({
  permission: 'moves.read',
  input: z.object(pageInput),
  async run({ moves, changes }, _, { limit, cursor }) {
    const sequence = changes.sequence;
    const page = await storedPage(limit, (rows) => moves.list(rows, keyOf(cursor)), ({ id }) => id);
    return { ...page, total: await moves.count(), sequence };
  },
});

export const getMove = read({
  permission: 'moves.read',
  input: z.object({ id: z.string().min(1).max(200) }),
  async run({ moves, changes }, _, { id }) {
    const sequence = changes.sequence;
    return { ...(await moves.find(id)), sequence };
  },
});
