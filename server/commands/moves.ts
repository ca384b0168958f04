import { z } from 'zod';
import type { Caller } from '@/lib/access/access';
import { moveRequestSchema, type DryRun, type MoveRequest } from '@/lib/move/order';
import { deed, read, type CommandParts } from '@/server/commands/command';
import { inventoryFor } from '@/server/inventory/scoped-inventory';
import { meetingsConcerned } from '@/server/moves/situation';
import { keyOf, pageInput, storedPage } from '@/server/commands/page';

const waitLimitSeconds = 60;

/** Puts a move on record and begins it; what is not known of its consequences is read before. Answers once it is on record, or with `waitSeconds` once it is settled. */
export const submitMove = deed({
  permission: 'moves.submit',
  scope: 'checked',
  input: moveRequestSchema.extend({
    idempotencyKey: z.string().min(1).max(200).optional(),
    waitSeconds: z.number().min(0).max(waitLimitSeconds).optional(),
  }),
  async run(parts, caller, { idempotencyKey, waitSeconds, ...request }) {
    const { moves } = parts;
    if (hasUnknowns(moves.dryRun(caller, request))) await lookClosely(parts, caller, request);
    const order = await moves.submit(caller, request, idempotencyKey ?? null);
    return waitSeconds ? moves.settled(order.id, waitSeconds * 1_000, caller) : order;
  },
  record: null,
});

/**
 * What would become of a move if it were submitted now, by what is read for it. Whoever may only look may ask, and is told
 * `forbidden`; so is whoever may not see the participant or the target.
 */
export const judgeMove = read({
  permission: 'meetings.read',
  scope: 'checked',
  input: moveRequestSchema,
  async run(parts, caller, request) {
    await lookClosely(parts, caller, request);
    return parts.moves.dryRun(caller, request);
  },
});

/** Whether something is not known of what the move would bring with it. Whoever looked before does not wait for another look. */
function hasUnknowns({ items }: DryRun): boolean {
  return items.some(({ verdict }) => verdict.consequences.some((consequence) => consequence.known === false));
}

/** Reads of the meetings concerned what no event tells, within a second. */
async function lookClosely({ inventory, closeLook }: CommandParts, { scope }: Caller, request: MoveRequest): Promise<void> {
  await closeLook.take(meetingsConcerned(inventoryFor(inventory, scope), request));
}

export const listMoves = read({
  permission: 'moves.read',
  scope: 'checked',
  input: z.object(pageInput),
  async run({ moves, changes }, caller, { limit, cursor }) {
    const sequence = changes.sequence;
    const page = await storedPage(limit, (rows) => moves.list(rows, keyOf(cursor), caller), ({ id }) => id);
    return { ...page, total: await moves.count(caller), sequence };
  },
});

export const getMove = read({
  permission: 'moves.read',
  scope: 'checked',
  input: z.object({ id: z.string().min(1).max(200) }),
  async run({ moves, changes }, caller, { id }) {
    const sequence = changes.sequence;
    return { ...(await moves.find(id, caller)), sequence };
  },
});
