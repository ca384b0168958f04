import type { Caller } from '@/lib/access/access';
import { repeatRequestSchema, undoRequestSchema, type DryRun, type Order, type SequelRequest } from '@/lib/move/order';
import { deed, read, type CommandParts } from '@/server/commands/command';
import { lookAtSpaces, targetsOf } from '@/server/commands/look-at-spaces';
import { hasUnknowns } from '@/server/commands/moves';
import { orderId, orderTerms } from '@/server/commands/order-terms';
import { isUnread } from '@/server/moves/first-pictures';
import type { Sequel } from '@/server/moves/sequels';

/**
 * Brings the people of an order back to where they were, as an order of its own: all of them, or those of the items that are named. What
 * that order has not begun is cancelled. Answers as `submit-move` does.
 */
export const undoMove = deed({
  permission: 'moves.submit',
  scope: 'checked',
  input: undoRequestSchema.extend({ ...orderTerms, id: orderId }),
  run: (parts, caller, input) => submit('undo', parts, caller, input),
  record: null,
});

/** What would become of an undo if it were asked for now. */
export const judgeUndo = read({
  permission: 'meetings.read',
  scope: 'checked',
  input: undoRequestSchema.extend({ id: orderId }),
  run: (parts, caller, input) => judged('undo', parts, caller, input),
});

/** Has done once more what an order did: the same people to the same target, as an order of its own. Answers as `submit-move` does. */
export const repeatMove = deed({
  permission: 'moves.submit',
  scope: 'checked',
  input: repeatRequestSchema.extend({ ...orderTerms, id: orderId }),
  run: (parts, caller, input) => submit('repeat', parts, caller, input),
  record: null,
});

/** What would become of an order if it were repeated now. */
export const judgeRepeat = read({
  permission: 'meetings.read',
  scope: 'checked',
  input: repeatRequestSchema.extend({ id: orderId }),
  run: (parts, caller, input) => judged('repeat', parts, caller, input),
});

interface Submitted extends SequelRequest {
  readonly id: string;
  readonly idempotencyKey?: string;
  readonly waitSeconds?: number;
}

async function submit(sequel: Sequel, parts: CommandParts, caller: Caller, { id, idempotencyKey, waitSeconds, ...request }: Submitted): Promise<Order> {
  const { moves } = parts;
  const order = await moves.submitSequel(sequel, caller, id, request, { key: idempotencyKey ?? null, look: (run) => lookWhereNotKnown(parts, caller, run) });
  return waitSeconds ? moves.settled(order.id, waitSeconds * 1_000, caller) : order;
}

function judged(sequel: Sequel, parts: CommandParts, caller: Caller, { id, ...request }: SequelRequest & { readonly id: string }): Promise<DryRun> {
  return parts.moves.dryRunSequel(sequel, caller, id, request, async (run) => {
    await Promise.all([parts.closeLook.take(placesOf(parts, run)), lookAtSpaces(parts, caller, targetsOf(run))]);
    return true;
  });
}

/** Reads what is not known of what would become of an order; says whether there was anything to read. */
async function lookWhereNotKnown(parts: CommandParts, caller: Caller, run: DryRun): Promise<boolean> {
  if (!hasUnknowns(parts, run)) return false;
  await Promise.all([parts.closeLook.complete(placesOf(parts, run)), lookAtSpaces(parts, caller, targetsOf(run))]);
  return true;
}

/** The meetings that those who may go, or of whom that is not known, are in or go to. */
function placesOf({ inventory }: CommandParts, { items }: DryRun): string[] {
  const concerned = items.filter((item) => item.verdict.allowed || isUnread(inventory, item));
  return [...new Set(concerned.flatMap(({ from, to }) => [...(from ? [from.meeting] : []), to.meeting]))];
}
