import type { Kysely, Transaction } from 'kysely';
import { isFinal, type Item } from '@/lib/move/item';
import type { Order } from '@/lib/move/order';
import type { Database } from '@/server/db/schema';

/**
 * Where an item goes through, as it was judged: what following it needs after a restart, when the participant may be gone
 * and the target may have ended.
 */
export interface Route {
  /** Usher's id of the bridge that the participant was homed on; null if the participant was not known. */
  readonly homeBridge: string | null;
  readonly targetCluster: string | null;
}

export interface StoredOrder {
  readonly order: Order;
  /** By item id. */
  readonly routes: ReadonlyMap<string, Route>;
}

interface ItemBody {
  item: Item;
  route: Route;
}

/** Adds an order that is not on record yet. */
export async function insertOrder(trx: Transaction<Database>, { order, routes }: StoredOrder, now: number) {
  await trx
    .insertInto('orders')
    .values({
      id: order.id,
      state: order.state,
      by_kind: order.by.kind,
      by_id: order.by.id,
      by_name: order.by.name,
      reason: order.reason,
      target_meeting: order.items[0]?.to.meeting ?? '',
      created_at: Date.parse(order.createdAt),
    })
    .execute();
  await trx
    .insertInto('items')
    .values(order.items.map((item) => itemRow(order.id, item, routes.get(item.id), now)))
    .execute();
}

/** Writes an order's state and those of its items that differ from `before`. */
export async function updateOrder(trx: Transaction<Database>, { order, routes }: StoredOrder, before: Order, now: number) {
  if (order.state !== before.state) {
    await trx.updateTable('orders').set({ state: order.state }).where('id', '=', order.id).execute();
  }
  for (const item of order.items) {
    if (before.items.includes(item)) continue;
    const { state, new_participant, body, updated_at } = itemRow(order.id, item, routes.get(item.id), now);
    await trx
      .updateTable('items')
      .set({ state, new_participant, body, updated_at })
      .where('order_id', '=', order.id)
      .where('id', '=', item.id)
      .execute();
  }
}

function itemRow(orderId: string, item: Item, route: Route = { homeBridge: null, targetCluster: null }, now: number) {
  return {
    order_id: orderId,
    id: item.id,
    participant: item.participant,
    new_participant: item.newParticipant,
    state: item.state,
    body: JSON.stringify({ item, route } satisfies ItemBody),
    updated_at: now,
  };
}

export async function findOrder(db: Kysely<Database>, id: string): Promise<StoredOrder | null> {
  const [found] = await withItems(db, await db.selectFrom('orders').selectAll().where('id', '=', id).execute());
  return found ?? null;
}

/** Newest first; `before` is the id of an order to continue after. */
export async function listOrders(db: Kysely<Database>, limit: number, before: string | null): Promise<Order[]> {
  const rows = await db
    .selectFrom('orders')
    .selectAll()
    .$if(before !== null, (query) => query.where('id', '<', before))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return (await withItems(db, rows)).map(({ order }) => order);
}

export async function countOrders(db: Kysely<Database>): Promise<number> {
  const row = await db
    .selectFrom('orders')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

/** The orders with an item that has not come to its end for good: what a restart takes up again. */
export async function unfinishedOrders(db: Kysely<Database>): Promise<StoredOrder[]> {
  const ids = db
    .selectFrom('items')
    .select('order_id')
    .where('state', 'in', ['queued', 'sending', 'accepted', 'unknown']);
  const rows = await db.selectFrom('orders').selectAll().where('id', 'in', ids).orderBy('id').execute();
  return (await withItems(db, rows)).filter(({ order }) => order.items.some((item) => !isFinal(item.state)));
}

async function withItems(db: Kysely<Database>, rows: readonly Database['orders'][]): Promise<StoredOrder[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const items = await db
    .selectFrom('items')
    .select(['order_id', 'id', 'body'])
    .where('order_id', 'in', ids)
    .orderBy('id')
    .execute();
  return rows.map((row) => {
    const bodies = items.filter((item) => item.order_id === row.id).map((item) => JSON.parse(item.body) as ItemBody);
    return { order: toOrder(row, bodies), routes: new Map(bodies.map(({ item, route }) => [item.id, route])) };
  });
}

function toOrder(row: Database['orders'], bodies: readonly ItemBody[]): Order {
  return {
    id: row.id,
    state: row.state as Order['state'],
    by: { kind: row.by_kind as Order['by']['kind'], id: row.by_id, name: row.by_name },
    reason: row.reason,
    createdAt: new Date(row.created_at).toISOString(),
    items: bodies.map(({ item }) => item),
  };
}
