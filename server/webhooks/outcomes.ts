import type { Kysely } from 'kysely';
import type { Order } from '@/lib/move/order';
import type { WebhookKind } from '@/lib/webhook/webhook';
import type { Database } from '@/server/db/schema';
import { findOrder } from '@/server/moves/order-store';

type Row = Database['audit'];

/** What a receiver is told. */
export interface Outcome {
  readonly kind: WebhookKind;
  /** The same for the same outcome: none is told twice. */
  readonly subject: string;
  readonly told: Readonly<Record<string, unknown>>;
}

interface Details {
  readonly order?: string;
  readonly participant?: string;
  readonly state?: string;
}

/** The actions whose records say that something became of a move. */
const actions = new Set(['submit-move', 'move-ended']);

/**
 * The outcomes that records of the audit log stand for. A move's end and its record are committed together, so that the log is a
 * line in which no outcome is missing; what an order looks like is read from the order.
 * @param later reads the records that have come after these in the meantime: an order of theirs is settled there, behind its last end
 */
export async function outcomesIn(db: Kysely<Database>, rows: readonly Row[], later: () => Promise<readonly Row[]>): Promise<Outcome[]> {
  const orders = new Map<string, Order | null>();
  const outcomes: Outcome[] = [];
  for (const row of rows) {
    const details = detailsOf(row);
    if (!details?.order) continue;
    const order = orders.get(details.order) ?? (await findOrder(db, details.order))?.order ?? null;
    orders.set(details.order, order);
    if (order && row.action === 'move-ended') outcomes.push(...endedIn(order, details, row.seq));
  }
  const over = [...orders.values()].flatMap((order) => (order?.state === 'settled' ? [order] : []));
  if (over.length === 0) return outcomes;
  const goOn = new Set((await later()).map((row) => detailsOf(row)?.order));
  return [...outcomes, ...over.filter(({ id }) => !goOn.has(id)).map(settled)];
}

function endedIn(order: Order, { participant, state }: Details, seq: number): Outcome[] {
  const item = order.items.findLast((one) => one.participant === participant && one.state === state);
  const { id, by, reason, createdAt } = order;
  return item ? [{ kind: 'move-ended', subject: `ended ${seq}`, told: { order: { id, by, reason, createdAt }, item } }] : [];
}

/** An order that was settled, and settled again after a retry, has two outcomes: the last end tells them apart. */
function settled(order: Order): Outcome {
  const last = order.items.map(({ times }) => times.ended ?? '').toSorted().at(-1) ?? '';
  return { kind: 'order-settled', subject: `settled ${order.id} ${last}`, told: { order } };
}

function detailsOf({ action, content }: Row): Details | null {
  return content === null || !actions.has(action) ? null : (JSON.parse(content) as { details: Details | null }).details;
}
