import type { Kysely } from 'kysely';
import type { Item } from '@/lib/move/item';
import type { Order } from '@/lib/move/order';
import type { WebhookKind } from '@/lib/webhook/webhook';
import type { Database } from '@/server/db/schema';
import { findOrder, itemsOf, orderHeads, type OrderHead } from '@/server/moves/order-store';

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
  const records = rows.flatMap((row) => {
    const details = detailsOf(row);
    return details?.order ? [{ row, details, order: details.order }] : [];
  });
  const heads = await orderHeads(db, [...new Set(records.map(({ order }) => order))]);
  const outcomes: Outcome[] = [];
  for (const [order, head] of heads) {
    const ends = records.filter((record) => record.order === order && record.row.action === 'move-ended');
    const items = await itemsOf(db, order, ends.flatMap(({ details }) => details.participant ?? []));
    outcomes.push(...ends.flatMap(({ row, details }) => endedIn(head, items, details, row.seq)));
  }
  outcomes.sort((a, b) => Number(a.subject.slice(endedSubject.length)) - Number(b.subject.slice(endedSubject.length)));
  const over = [...heads].flatMap(([id, { state }]) => (state === 'settled' ? [id] : []));
  if (over.length === 0) return outcomes;
  const goOn = new Set((await later()).map((row) => detailsOf(row)?.order));
  // An order is read as a whole once, when it is over: each of its ends costs what one item costs.
  const settledNow = await Promise.all(over.filter((id) => !goOn.has(id)).map((id) => findOrder(db, id)));
  return [...outcomes, ...settledNow.flatMap((stored) => (stored?.order.state === 'settled' ? settled(stored.order) : []))];
}

const endedSubject = 'ended ';

function endedIn({ id, by, reason, createdAt }: OrderHead, items: readonly Item[], { participant, state }: Details, seq: number): Outcome[] {
  const item = items.findLast((one) => one.participant === participant && one.state === state);
  return item ? [{ kind: 'move-ended', subject: `${endedSubject}${seq}`, told: { order: { id, by, reason, createdAt }, item } }] : [];
}

/** An order that was settled, and settled again after a retry, has two outcomes: the last end tells them apart. */
function settled(order: Order): Outcome {
  const last = order.items.map(({ times }) => times.ended ?? '').toSorted().at(-1) ?? '';
  return { kind: 'order-settled', subject: `settled ${order.id} ${last}`, told: { order } };
}

function detailsOf({ action, content }: Row): Details | null {
  return content === null || !actions.has(action) ? null : (JSON.parse(content) as { details: Details | null }).details;
}
