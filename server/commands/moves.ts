import { z } from 'zod';
import type { Caller } from '@/lib/access/access';
import { mostParticipants, moveKinds, moveRequestSchema, orderStates, type DryRun, type MoveRequest } from '@/lib/move/order';
import { failureCauses, failureSymptoms } from '@/lib/trace/failure';
import { deed, read, type CommandParts } from '@/server/commands/command';
import { lookAtSpaces, targetsOf } from '@/server/commands/look-at-spaces';
import { inventoryFor } from '@/server/inventory/scoped-inventory';
import { isUnread } from '@/server/moves/first-pictures';
import { meetingsConcerned } from '@/server/moves/situation';
import { orderId, orderTerms } from '@/server/commands/order-terms';
import { keyOf, pageInput, storedPage } from '@/server/commands/page';
import { withRemembered } from '@/server/traces/remembered-finding';
import { traceOfItem } from '@/server/traces/trace-of-item';

/** Puts a move on record and begins it; what is not known of its consequences is read before. Answers once it is on record, or with `waitSeconds` once it is settled. */
export const submitMove = deed({
  permission: 'moves.submit',
  scope: 'checked',
  input: moveRequestSchema.extend(orderTerms),
  async run(parts, caller, { idempotencyKey, waitSeconds, ...request }) {
    const { moves } = parts;
    const look = async (run: DryRun) => {
      if (!hasUnknowns(parts, run)) return false;
      await Promise.all([parts.closeLook.complete(meetingsSeen(parts, caller, request)), lookAtSpaces(parts, caller, targetsOf(run))]);
      return true;
    };
    const order = await moves.submit(caller, request, idempotencyKey ?? null, look);
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
    await Promise.all([parts.closeLook.take(meetingsSeen(parts, caller, request)), lookAtSpaces(parts, caller, [request.to])]);
    return parts.moves.dryRun(caller, request);
  },
});

/** Whether something is not known of what the move would bring with it, or of somebody. Whoever looked before does not wait for another look. */
export function hasUnknowns({ inventory }: CommandParts, { items }: DryRun): boolean {
  return items.some((item) => item.verdict.consequences.some((consequence) => consequence.known === false) || isUnread(inventory, item));
}

/** The meetings concerned that the caller may see. */
function meetingsSeen({ inventory }: CommandParts, { scope }: Caller, request: MoveRequest): string[] {
  return meetingsConcerned(inventoryFor(inventory, scope), request);
}

export const listMoves = read({
  permission: 'moves.read',
  scope: 'checked',
  input: z.object({
    ...pageInput,
    state: z.enum(orderStates).optional(),
    participant: z.string().min(1).max(200).optional(),
    by: z.string().min(1).max(200).optional(),
    kind: z.enum(moveKinds).optional(),
    symptom: z.enum(failureSymptoms).optional(),
    cause: z.enum(failureCauses).optional(),
  }),
  async run({ moves, changes }, caller, { limit, cursor, ...filter }) {
    const sequence = changes.sequence;
    const before = keyOf(cursor);
    const page = await storedPage(limit, (rows) => moves.list({ filter, limit: rows, before }, caller), ({ id }) => id);
    return { ...page, total: await moves.count(filter, caller), sequence };
  },
});

export const getMove = read({
  permission: 'moves.read',
  scope: 'checked',
  input: z.object({ id: orderId }),
  async run({ moves, changes }, caller, { id }) {
    const sequence = changes.sequence;
    return { ...(await moves.find(id, caller)), sequence };
  },
});

/** What is known of the steps of one item, from all feeds, and why it went as it did. */
export const getItemTrace = read({
  permission: 'moves.read',
  scope: 'checked',
  input: z.object({ id: orderId, item: z.string().min(1).max(20) }),
  async run({ moves, journal, inventory, clock }, caller, { id, item }) {
    const traced = await moves.findItem(id, item, caller);
    const trace = withRemembered(traceOfItem({ journal, inventory }, traced, clock.now()), traced.item.finding);
    // Where somebody was moved on to is a third meeting.
    const mayTell = caller.scope === null || trace.finding.cause !== 'moved-again';
    return mayTell ? trace : { ...trace, finding: { ...trace.finding, evidence: [] } };
  },
});

/** Holds back what has not begun; what is being sent goes on. */
export const pauseMove = deed({
  permission: 'moves.submit',
  scope: 'checked',
  input: z.object({ id: orderId }),
  run: ({ moves }, caller, { id }) => moves.control.pause(caller, id),
  record: null,
});

/** Judges anew what was held back, and lets it go on. */
export const resumeMove = deed({
  permission: 'moves.submit',
  scope: 'checked',
  input: z.object({ id: orderId }),
  run: ({ moves }, caller, { id }) => moves.control.resume(caller, id),
  record: null,
});

/** Ends what has not begun. */
export const cancelMove = deed({
  permission: 'moves.submit',
  scope: 'checked',
  input: z.object({ id: orderId }),
  run: ({ moves }, caller, { id }) => moves.control.cancel(caller, id),
  record: null,
});

/** Repeats items that came to nothing, as new items of the same order: those that are named, or all. */
export const retryMove = deed({
  permission: 'moves.submit',
  scope: 'checked',
  input: z.object({ id: orderId, items: z.array(z.string().min(1).max(20)).min(1).max(mostParticipants).optional() }),
  run: ({ moves }, caller, { id, items }) => moves.control.retry(caller, id, items ?? null),
  record: null,
});
