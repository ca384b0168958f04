import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Caller } from '@/lib/access/access';
import type { Scope } from '@/lib/access/scope';
import type { MoveKind, OrderState } from '@/lib/move/order';
import type { FailureFilter } from '@/lib/trace/failure';
import type { Database } from '@/server/db/schema';
import { withItems, type StoredOrder } from '@/server/moves/order-store';

/** Whose orders are asked for: those that the scope has a side of, and their own. */
export type Reader = Pick<Caller, 'kind' | 'id' | 'scope'>;

/** Which orders are asked for; what is not said does not matter. */
export interface OrderFilter extends FailureFilter {
  readonly state?: OrderState;
  /** The id of somebody whom it moves, before or after the move. */
  readonly participant?: string;
  /** The id or the name of whoever gave it. */
  readonly by?: string;
  /** Usher's own, or those that others made. */
  readonly kind?: MoveKind;
}

export interface OrderPage {
  readonly filter: OrderFilter;
  readonly limit: number;
  /** The id of an order to continue after. */
  readonly before: string | null;
}

/** Newest first. */
export async function listOrders(db: Kysely<Database>, { filter, limit, before }: OrderPage, reader: Reader): Promise<StoredOrder[]> {
  const rows = await db
    .selectFrom('orders')
    .selectAll()
    .where(seenBy(reader))
    .where(fits(filter, reader))
    .$if(before !== null, (query) => query.where('id', '<', before))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return withItems(db, rows);
}

/** The condition by which an order is one that a reader may see. */
function seenBy({ kind, id, scope }: Reader): RawBuilder<boolean> {
  if (scope === null) return sql<boolean>`1 = 1`;
  const sides = (['from', 'to'] as const).map((side) => isWithin(scope, side));
  const own = sql`(orders.by_kind = ${kind} and orders.by_id = ${id})`;
  return sql<boolean>`(${own} or exists (select 1 from items where items.order_id = orders.id and (${sql.join(sides, sql` or `)})))`;
}

/** The condition by which a side of an item is within a scope: as `isInScope` of `lib/access/scope` has it. */
function isWithin(scope: Scope, side: 'from' | 'to'): RawBuilder<boolean> {
  const [cluster, space] = [sql.ref(`items.${side}_cluster`), sql.ref(`items.${side}_space`)];
  const whole = scope.clusters.map((one) => sql`${cluster} = ${one}`);
  const places = [...whole, ...scope.spaces.map((one) => sql`(${cluster} = ${one.cluster} and ${space} = ${one.id})`)];
  return places.length === 0 ? sql<boolean>`1 = 0` : sql<boolean>`(${sql.join(places, sql` or `)})`;
}

/** The condition by which a reader is told the finding of an item: whoever sees only one side of it is not. */
export function isFindingTold({ scope }: Pick<Reader, 'scope'>): RawBuilder<boolean> {
  return scope === null ? sql<boolean>`1 = 1` : sql<boolean>`(${isWithin(scope, 'from')} and ${isWithin(scope, 'to')})`;
}

/** The condition by which an order is Usher's own, or of others. */
export function isOfKind(kind: MoveKind): RawBuilder<boolean> {
  return kind === 'observed' ? sql<boolean>`orders.observed is not null` : sql<boolean>`orders.observed is null`;
}

function fits({ state, participant, by, kind, symptom, cause }: OrderFilter, reader: Reader): RawBuilder<boolean> {
  const wanted = [sql`1 = 1`];
  if (state !== undefined) wanted.push(sql`orders.state = ${state}`);
  if (by !== undefined) wanted.push(sql`(orders.by_id = ${by} or orders.by_name = ${by})`);
  if (kind !== undefined) wanted.push(isOfKind(kind));
  if (participant !== undefined) {
    wanted.push(sql`orders.id in (select order_id from items where participant = ${participant} or new_participant = ${participant})`);
  }
  if (symptom !== undefined || cause !== undefined) {
    const failed = [...(symptom === undefined ? [] : [sql`items.symptom = ${symptom}`]), ...(cause === undefined ? [] : [sql`items.cause = ${cause}`])];
    wanted.push(sql`orders.id in (select items.order_id from items where ${sql.join(failed, sql` and `)} and ${isFindingTold(reader)})`);
  }
  return sql<boolean>`(${sql.join(wanted, sql` and `)})`;
}

export async function countOrders(db: Kysely<Database>, filter: OrderFilter, reader: Reader): Promise<number> {
  const row = await db
    .selectFrom('orders')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where(seenBy(reader))
    .where(fits(filter, reader))
    .executeTakeFirstOrThrow();
  return Number(row.n);
}
