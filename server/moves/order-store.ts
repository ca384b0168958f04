import type { Expression, Kysely, SqlBool, Transaction } from 'kysely';
import type { Place } from '@/lib/access/scope';
import type { Participant } from '@/lib/meeting/participant';
import { choicesOf, lobbyChoices, settingsChoices } from '@/lib/move/choices';
import type { Item } from '@/lib/move/item';
import { isFinal } from '@/lib/move/item-state';
import type { Order, OrderState } from '@/lib/move/order';
import type { PersonSettings } from '@/lib/move/person-settings';
import type { Database } from '@/server/db/schema';

/**
 * Where an item goes through, as it was judged: what following it needs after a restart, when the participant may be gone
 * and the target may have ended.
 */
export interface Route {
  /** Usher's id of the bridge that the participant was homed on; null if the participant was not known. */
  readonly homeBridge: string | null;
  readonly targetCluster: string | null;
  /** Where the two meetings are, for whoever may see only some; null if it was not known. */
  readonly from: Place | null;
  readonly to: Place | null;
  /** How the participant was set when the order was given; null if it was not known. */
  readonly had: PersonSettings | null;
  /** Who the participant was, and what of them was muted when they were last seen; null if it was not known. */
  readonly who: Pick<Participant, 'uri' | 'kind' | 'muted'> | null;
  /** How an undo is to set the participant: as they were before the move that it undoes; null where that is not known, or it is none. */
  readonly putBack: PersonSettings | null;
  /** Who had it tried again, by whose rights it goes; null for whoever gave the order. */
  readonly sender: Order['by'] | null;
}

export const unknownRoute: Route = { homeBridge: null, targetCluster: null, from: null, to: null, had: null, who: null, putBack: null, sender: null };

export interface StoredOrder {
  readonly order: Order;
  /** By item id. */
  readonly routes: ReadonlyMap<string, Route>;
}

interface ItemBody {
  item: Item;
  route: Route;
}

/** What is different in an order since it was last saved. */
export interface OrderChange {
  readonly id: string;
  readonly state: OrderState;
  readonly isNewState: boolean;
  readonly items: readonly Item[];
  /** By item id, of these items at least. */
  readonly routes: ReadonlyMap<string, Route>;
}

/** Rows of one statement: a row has fourteen values at the most, and SQLite takes 32,766. */
const rowsAtOnce = 200;

/** Adds an order that is not on record yet. */
export function insertOrder(trx: Transaction<Database>, order: StoredOrder, now: number): Promise<void> {
  return insertOrders(trx, [order], now);
}

/** As {@link insertOrder}, of any number of them, in few statements. */
export async function insertOrders(trx: Transaction<Database>, orders: readonly StoredOrder[], now: number): Promise<void> {
  for (let at = 0; at < orders.length; at += rowsAtOnce) {
    await trx.insertInto('orders').values(orders.slice(at, at + rowsAtOnce).map(({ order }) => orderRow(order))).execute();
  }
  await writeItems(trx, orders.flatMap(({ order, routes }) => itemRows(order.id, order.items, routes, now)));
}

function orderRow(order: Order): Database['orders'] {
  return {
    id: order.id,
    state: order.state,
    by_kind: order.by.kind,
    by_id: order.by.id,
    by_name: order.by.name,
    reason: order.reason,
    settings: order.settings,
    lobby: order.lobby,
    created_at: Date.parse(order.createdAt),
    observed: order.observed ? JSON.stringify(order.observed) : null,
    held: null,
    undo_of: order.undoOf,
    repeat_of: order.repeatOf,
  };
}

/** Writes an order's new state, and its items that are new or different. */
export async function updateOrder(trx: Transaction<Database>, { id, state, isNewState, items, routes }: OrderChange, now: number) {
  if (isNewState) await trx.updateTable('orders').set({ state }).where('id', '=', id).execute();
  await writeItems(trx, itemRows(id, items, routes, now));
}

function itemRows(orderId: string, items: readonly Item[], routes: StoredOrder['routes'], now: number): Database['items'][] {
  return items.map((item) => itemRow(orderId, item, routes.get(item.id), now));
}

async function writeItems(trx: Transaction<Database>, rows: readonly Database['items'][]) {
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    await trx
      .insertInto('items')
      .values(rows.slice(at, at + rowsAtOnce))
      .onConflict((conflict) =>
        conflict.columns(['order_id', 'id']).doUpdateSet(({ ref }) => ({
          state: ref('excluded.state'),
          new_participant: ref('excluded.new_participant'),
          symptom: ref('excluded.symptom'),
          cause: ref('excluded.cause'),
          failed_at: ref('excluded.failed_at'),
          body: ref('excluded.body'),
          updated_at: ref('excluded.updated_at'),
        })),
      )
      .execute();
  }
}

function itemRow(orderId: string, item: Item, route: Route = unknownRoute, now: number) {
  return {
    order_id: orderId,
    id: item.id,
    participant: item.participant,
    new_participant: item.newParticipant,
    state: item.state,
    from_cluster: route.from?.cluster ?? null,
    from_space: route.from?.space ?? null,
    to_cluster: route.to?.cluster ?? null,
    to_space: route.to?.space ?? null,
    ...failureColumns(item),
    body: JSON.stringify({ item, route } satisfies ItemBody),
    updated_at: now,
  };
}

/** By what an item is found that failed. */
function failureColumns({ finding, times: { queued, joined, ended } }: Item): Pick<Database['items'], 'symptom' | 'cause' | 'failed_at'> {
  if (finding === null) return { symptom: null, cause: null, failed_at: null };
  return { symptom: finding.symptom, cause: finding.cause, failed_at: Date.parse(ended ?? joined ?? queued) };
}

/** How many items are taken up after a restart: the newest. */
const mostTakenUp = 2_000;

/** The orders with an item that fits and has changed since then, in milliseconds since 1970: what a restart takes up. */
export async function ordersToTakeUp(db: Kysely<Database>, sinceMs: number, fits: Expression<SqlBool>): Promise<StoredOrder[]> {
  const rows = await db.selectFrom('items').select('order_id').where(fits).where('updated_at', '>=', sinceMs).orderBy('updated_at', 'desc').limit(mostTakenUp).execute();
  const orders: StoredOrder[] = [];
  for (const id of new Set(rows.map(({ order_id }) => order_id))) {
    const order = await findOrder(db, id);
    if (order) orders.push(order);
  }
  return orders;
}

export async function findOrder(db: Kysely<Database>, id: string): Promise<StoredOrder | null> {
  const [found] = await withItems(db, await db.selectFrom('orders').selectAll().where('id', '=', id).execute());
  return found ?? null;
}

/** An order without its items. */
export type OrderHead = Omit<Order, 'items'>;

/** Orders without their items, by id, in the order in which they are named. */
export async function orderHeads(db: Kysely<Database>, ids: readonly string[]): Promise<Map<string, OrderHead>> {
  const found = new Map<string, OrderHead>();
  for (let at = 0; at < ids.length; at += rowsAtOnce) {
    const rows = await db.selectFrom('orders').selectAll().where('id', 'in', ids.slice(at, at + rowsAtOnce)).execute();
    for (const row of rows) found.set(row.id, toOrder(row, []));
  }
  return new Map(ids.flatMap((id) => {
    const head = found.get(id);
    return head ? [[id, head]] : [];
  }));
}

/** The items of an order that move any of these, in the order's own order. */
export async function itemsOf(db: Kysely<Database>, order: string, participants: readonly string[]): Promise<Item[]> {
  const items: Item[] = [];
  for (let at = 0; at < participants.length; at += rowsAtOnce) {
    const some = participants.slice(at, at + rowsAtOnce);
    const rows = await db.selectFrom('items').select('body').where('order_id', '=', order).where('participant', 'in', some).execute();
    items.push(...rows.map(({ body }) => toBody(body).item));
  }
  return items.sort((a, b) => Number(a.id) - Number(b.id));
}

/** The orders with an item that has not come to its end for good: what a restart takes up again. @param observed those that others made */
export async function unfinishedOrders(db: Kysely<Database>, observed = false): Promise<StoredOrder[]> {
  const ids = db
    .selectFrom('items')
    .select('order_id')
    .where('state', 'in', ['queued', 'sending', 'accepted', 'unknown']);
  const rows = await db.selectFrom('orders').selectAll().where('id', 'in', ids).where('observed', observed ? 'is not' : 'is', null).orderBy('id').execute();
  return (await withItems(db, rows)).filter(({ order }) => order.items.some((item) => !isFinal(item.state)));
}

/** The newest moves of which it is known whom they made, the oldest of them first. */
export async function recentMoves(db: Kysely<Database>, limit: number): Promise<{ by: Order['by']; item: Item; route: Route }[]> {
  const rows = await db
    .selectFrom('items')
    .innerJoin('orders', 'orders.id', 'items.order_id')
    .select(['by_kind', 'orders.by_id', 'by_name', 'body'])
    .where('new_participant', 'is not', null)
    .orderBy('orders.id', 'desc')
    .limit(limit)
    .execute();
  return rows.reverse().map((row) => ({ by: moverOf(row), ...toBody(row.body) }));
}

/** By whom an item on record was moved: by whoever had it tried again, else by whoever gave the order. */
export function moverOf({ by_kind, by_id, by_name, body }: Pick<Database['orders'], 'by_kind' | 'by_id' | 'by_name'> & Pick<Database['items'], 'body'>): Order['by'] {
  return toBody(body).route.sender ?? { kind: by_kind as Order['by']['kind'], id: by_id, name: by_name };
}

/** Moves by others that have come to their end since then, and were not held against what was predicted. */
export async function observedUncompared(db: Kysely<Database>, sinceMs: number): Promise<StoredOrder[]> {
  const rows = await db
    .selectFrom('orders')
    .selectAll()
    .where('observed', 'is not', null)
    .where('held', 'is', null)
    .where('state', '=', 'settled')
    .where('created_at', '>=', sinceMs)
    .execute();
  return (await withItems(db, rows)).filter(({ order }) => order.items.every(({ state }) => isFinal(state)));
}

/** The orders of these rows, with their items. */
export async function withItems(db: Kysely<Database>, rows: readonly Database['orders'][]): Promise<StoredOrder[]> {
  if (rows.length === 0) return [];
  const bodies = new Map<string, ItemBody[]>(rows.map((row) => [row.id, []]));
  const items = await db.selectFrom('items').select(['order_id', 'body']).where('order_id', 'in', [...bodies.keys()]).execute();
  for (const { order_id, body } of items) bodies.get(order_id)?.push(toBody(body));
  return rows.map((row) => {
    // Their ids are numbers, which the database holds as text.
    const sorted = (bodies.get(row.id) ?? []).sort((a, b) => Number(a.item.id) - Number(b.item.id));
    return { order: toOrder(row, sorted), routes: new Map(sorted.map(({ item, route }) => [item.id, route])) };
  });
}

/** As it was written, with what bodies from before did not have. */
function toBody(text: string): ItemBody {
  const { item, route } = JSON.parse(text) as ItemBody;
  return { item: { ...item, retryOf: item.retryOf ?? null, settings: item.settings ?? null, returned: item.returned ?? null, finding: item.finding ?? null }, route: { ...route, had: route.had ?? null, who: route.who ?? null, putBack: route.putBack ?? null, sender: route.sender ?? null } };
}

function toOrder(row: Database['orders'], bodies: readonly ItemBody[]): Order {
  return {
    id: row.id,
    state: row.state as Order['state'],
    by: { kind: row.by_kind as Order['by']['kind'], id: row.by_id, name: row.by_name },
    reason: row.reason,
    ...choicesOf({ settings: settingsChoices.find((one) => one === row.settings), lobby: lobbyChoices.find((one) => one === row.lobby) }),
    createdAt: new Date(row.created_at).toISOString(),
    undoOf: row.undo_of,
    repeatOf: row.repeat_of,
    items: bodies.map(({ item }) => item),
    ...(row.observed !== null && { observed: JSON.parse(row.observed) as Order['observed'] }),
  };
}
