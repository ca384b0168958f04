import type { Caller } from '@/lib/access/access';
import type { Item } from '@/lib/move/item';
import type { DryRun, MoveRequest, Order, SequelRequest } from '@/lib/move/order';
import { ProblemError } from '@/lib/problem/problem';
import type { FoundFor } from '@/lib/trace/item-finding';
import type { Link } from '@/server/audit/chain';
import { rfc3339 } from '@/server/bridge-client/clock';
import { databaseProblem } from '@/server/db/database-error';
import { databaseAway } from '@/server/moves/deed';
import { Dispatch, queuedOf, sentWith, type DispatchParts, type Passes } from '@/server/moves/dispatch';
import { draftOrder } from '@/server/moves/draft-order';
import { requireRead } from '@/server/moves/first-pictures';
import { Follower, type FollowerParts } from '@/server/moves/follower';
import { idempotencyKey, orderOfKey, rememberKey, type IdempotencyKey } from '@/server/moves/idempotency';
import { itemSummary } from '@/server/moves/item-summary';
import type { Return } from '@/server/moves/lost/lost-people';
import { knownOrder } from '@/server/moves/known-order';
import { MoveMemory } from '@/server/moves/last-moves';
import { OrderControl } from '@/server/moves/order-control';
import { elsewhere, orderMasked, seenByReader, verdictSeen, type Routes } from '@/server/moves/order-seen';
import { countOrders, listOrders, type OrderFilter, type OrderPage, type Reader } from '@/server/moves/order-list';
import { insertOrder, recentMoves, unfinishedOrders, unknownRoute, type Route, type StoredOrder } from '@/server/moves/order-store';
import { OrdersInDoubt } from '@/server/moves/orders-in-doubt';
import { Sequels, type Sequel } from '@/server/moves/sequels';
import { SpaceCalls } from '@/server/moves/space-calls';

export type MovesParts = Omit<FollowerParts & DispatchParts, 'lastMoves'> & {
  /** Told of each call that Usher made, and for whose order; null if that is not followed any more. */
  readonly onCallMade?: (call: string, by: { readonly name: string; readonly order: string } | null) => void;
};

/** What somebody asks for that becomes an order. */
interface Asked {
  readonly action: 'submit-move' | `${Sequel}-move`;
  /** With all that they said: one wish has one spelling. */
  readonly request: object;
  /** Makes the order, for whoever asks with the rights that they have by then. */
  draft(by: Caller): Promise<StoredOrder>;
}

/** Reads what is not known of what an order would bring; says whether it read, so that it is judged anew. */
export type Look = (run: DryRun) => Promise<boolean>;

export interface SequelTerms {
  readonly key: string | null;
  readonly look: Look;
}

const knowsEnough: Look = () => Promise.resolve(false);

/** Of how many moves of earlier runs it is known who made them. */
const movesTakenUp = 1_000;

/**
 * Orders to move people: recorded, carried out, followed to their end. What is sent is on record before it leaves, and no
 * item is ever sent twice.
 */
export class Moves {
  readonly #parts: FollowerParts & DispatchParts;
  readonly #lastMoves = new MoveMemory();
  readonly #follower: Follower;
  readonly #dispatch: Dispatch;
  readonly #calls: SpaceCalls;
  /** What can be done about an order that is on record. */
  readonly control: OrderControl;
  readonly #sequels: Sequels;
  readonly #inDoubt: OrdersInDoubt;
  readonly #keysInUse = new Set<string>();
  readonly #unsubscribe: () => void;
  #stopping = false;

  constructor(given: MovesParts) {
    const parts = (this.#parts = { ...given, lastMoves: this.#lastMoves });
    this.#follower = new Follower(parts, () => this.#calls.look());
    this.#calls = new SpaceCalls(parts, (space, meeting) => this.#follower.headedFor(space, meeting), ({ call, order }) => {
      const by = this.#follower.find(order)?.announced.by;
      if (call !== null) parts.onCallMade?.(call, by ? { name: by.name, order } : null);
    });
    this.#dispatch = new Dispatch(parts, this.#follower, this.#calls);
    this.control = new OrderControl(parts, this.#follower, this.#dispatch);
    this.#sequels = new Sequels(parts, this.#follower);
    this.#inDoubt = new OrdersInDoubt(parts);
    this.#unsubscribe = parts.inventory.subscribe((change) => {
      this.#calls.look();
      if (change.event === 'call-bridge' && change.data.state === 'connected') this.#dispatch.release();
      else if (change.event === 'participant') this.#dispatch.releaseSoon();
    });
  }

  /** Judges a request as it would be judged now. Records nothing, sends nothing. Problem: `unavailable` while too little is known yet of who is where. */
  dryRun(caller: Caller, request: MoveRequest): DryRun {
    const { inventory, clock } = this.#parts;
    const { order } = draftOrder(this.#parts, request, { by: caller, nowMs: clock.now() });
    requireRead(inventory, order.items, clock.now());
    return dryRunOf({ ...order, items: order.items.map((item) => ({ ...item, verdict: verdictSeen(item.verdict, caller.scope) })) });
  }

  /** As {@link dryRun}, of what is made of the order with this id. Problems: those of {@link Sequels}. */
  async dryRunSequel(sequel: Sequel, caller: Caller, id: string, request: SequelRequest, look = knowsEnough): Promise<DryRun> {
    const draft = (by: Caller) => this.#sequels.draft(sequel, by, id, { ...request, dryRun: true });
    const { order, routes } = await this.#drafted(caller, draft, look);
    return dryRunOf(orderMasked(order, routes, caller.scope));
  }

  /**
   * Puts an order on record and begins to carry it out. Settles once it is on record, before any deed.
   * What the caller may not see is judged, and put on record, as if it were not there: `forbidden`.
   * Problems: `idempotency-key-reused`; `conflict` while the key's first request is still being recorded; `unavailable` as of {@link dryRun}.
   */
  submit(caller: Caller, request: MoveRequest, key: string | null, look = knowsEnough): Promise<Order> {
    const draft = (by: Caller) => draftOrder(this.#parts, request, { by, nowMs: this.#parts.clock.now() });
    return this.#once(caller, { action: 'submit-move', request, draft: (by) => this.#drafted(by, draft, look) }, key);
  }

  /**
   * As {@link submit}, of an order that undoes the one with this id, or repeats it. Problems: those of {@link Sequels} too.
   */
  submitSequel(sequel: Sequel, caller: Caller, id: string, request: SequelRequest, { key, look }: SequelTerms): Promise<Order> {
    const draft = (by: Caller) => this.#sequels.draft(sequel, by, id, request);
    return this.#once(caller, { action: `${sequel}-move`, request: { [sequel]: id, ...request }, draft: (by) => this.#drafted(by, draft, look) }, key);
  }

  /** Drafts an order, and once more if something of it was read meanwhile. Problem: `unavailable` where that was not enough yet. */
  async #drafted(by: Caller, draft: (by: Caller) => StoredOrder | Promise<StoredOrder>, look: Look): Promise<StoredOrder> {
    const first = await draft(by);
    const last = (await look(dryRunOf(first.order))) ? await draft(by) : first;
    requireRead(this.#parts.inventory, last.order.items, this.#parts.clock.now());
    return last;
  }

  async #once(caller: Caller, asked: Asked, key: string | null): Promise<Order> {
    if (this.#stopping) throw new ProblemError('unavailable', 'Usher is stopping. Try again in a moment.');
    if (key === null) return this.#record(caller, asked, null);
    const known = idempotencyKey(caller.id, key, asked.request);
    const inUse = JSON.stringify([caller.id, key]);
    if (this.#keysInUse.has(inUse)) {
      throw new ProblemError('conflict', 'The first request with this key is still being recorded. Ask again in a moment.');
    }
    this.#keysInUse.add(inUse);
    try {
      const before = await orderOfKey(this.#parts.db, known);
      if (before !== null) return await this.find(before, caller);
      return await this.#record(caller, asked, known);
    } finally {
      this.#keysInUse.delete(inUse);
    }
  }

  /** An order as it is on record, and as the reader may see it. Problem: `not-found`. */
  async find(id: string, reader: Reader): Promise<Order> {
    return (await knownOrder(this.#parts, this.#follower, id, reader)).seen;
  }

  /** One item of an order with where it goes through. Problems: `not-found`; `forbidden` to whoever may not see both of its meetings. */
  async findItem(id: string, itemId: string, reader: Reader): Promise<{ order: Order; item: Item; route: Route }> {
    const { order, routes, seen } = await knownOrder(this.#parts, this.#follower, id, reader);
    const item = order.items.find((one) => one.id === itemId);
    const shown = seen.items.find((one) => one.id === itemId);
    if (!item || !shown) throw new ProblemError('not-found', 'There is no such item in this move.');
    if (shown.from === elsewhere || shown.to === elsewhere) throw new ProblemError('forbidden', 'What happened is told to those who may see both meetings.');
    return { order, item, route: routes.get(itemId) ?? unknownRoute };
  }

  /** Newest first, those that the reader may see. */
  async list(page: OrderPage, reader: Reader): Promise<Order[]> {
    const found = await listOrders(this.#parts.db, page, reader);
    return found.flatMap((stored) => seenByReader(stored, reader) ?? []);
  }

  count(filter: OrderFilter, reader: Reader): Promise<number> {
    return countOrders(this.#parts.db, filter, reader);
  }

  /** The items that move this participant, of orders that are being followed or were until just now. */
  itemsMoving(participant: string): readonly Item[] {
    return this.#follower.itemsMoving(participant);
  }

  /** Takes in a move that others made, so that whoever comes too late is told of it. */
  noteObserved({ by, items }: Order, routes: Routes): void {
    for (const item of items) this.#lastMoves.note(by, item, routes.get(item.id));
  }

  /** Puts on record that somebody who was dropped is back. */
  noteReturn(found: Return): Promise<void> {
    return this.#follower.noteReturn(found);
  }

  /** Puts on record why an item failed. */
  noteFinding(found: FoundFor): Promise<void> {
    return this.#follower.noteFinding(found);
  }

  /** Waits until an order is settled, `waitMs` at the longest, and answers with it as it then is and the reader may see it. */
  async settled(id: string, waitMs: number, reader: Reader): Promise<Order> {
    const live = this.#follower.find(id);
    if (live) await this.#follower.untilSettled(live, waitMs);
    return this.find(id, reader);
  }

  /**
   * Takes up what an earlier run left unfinished. What was queued is sent if it is not too old; what was being sent is read
   * back as the bridges come in, and never sent again.
   */
  async recover(): Promise<void> {
    await this.#calls.recover((space, until) => this.#dispatch.holdBackFrom(space, until));
    for (const { by, item, route } of await recentMoves(this.#parts.db, movesTakenUp)) this.#lastMoves.note(by, item, route);
    const orders = (await unfinishedOrders(this.#parts.db)).map(({ order, routes }) => ({ items: order.items, live: this.#follower.follow({ order, routes }) }));
    for (const { live, items } of orders) this.#dispatch.keepTurns(live, items);
    for (const { live, items } of orders) {
      for (const item of items) this.#follower.look(live, item);
      this.#dispatch.hold(live, items.filter(({ state }) => state === 'queued'));
    }
  }

  /** Stops following, waits for deeds that are under way and for what is being saved. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#unsubscribe();
    this.#calls.stop();
    this.#inDoubt.stop();
    await this.#dispatch.stop();
    await this.#follower.stop();
  }

  /** The first items, whose persons nobody else is moving, are on record as `sending` from the start: one commit, and they may leave. */
  async #record(caller: Caller, { action, request, draft }: Asked, key: IdempotencyKey | null): Promise<Order> {
    const { audit, clock, publish, rightsOf } = this.#parts;
    const drafted = await draft({ ...caller, ...(await rightsOf(caller)) });
    // Whoever waits for an order that is under way may lose a right meanwhile.
    const rights = await rightsOf(caller);
    const passes = this.#dispatch.passesFor(drafted);
    const order = sentWith(drafted.order, passes, rfc3339(clock.now()));
    const stored = { ...drafted, order };
    const given: { place: Link | null } = { place: null };
    try {
      await audit.write(async (trx, append) => {
        await insertOrder(trx, stored, clock.now());
        if (key) await rememberKey(trx, key, order.id, clock.now());
        const details = { order: order.id, request, items: order.items.map(itemSummary) };
        given.place = await append({ caller, action, result: resultOf(order), details });
      });
    } catch (error) {
      if (!(await this.#isOnRecordAfterAll(stored, passes, { ...given, error }))) throw error;
    }
    publish(order, stored.routes);
    if (order.state !== 'settled') this.#dispatch.begin(this.#follower.follow(stored), passes, rights);
    return orderMasked(order, stored.routes, rights.scope);
  }

  /** Whether an order is on record although that failed. Where that is not sure yet, it is taken up once it is. */
  async #isOnRecordAfterAll(stored: StoredOrder, passes: Passes, { place, error }: { readonly place: Link | null; readonly error: unknown }): Promise<boolean> {
    const fate = place && (await this.#inDoubt.fateOf(place));
    if (fate === 'on-record') return true;
    // What was sent over a connection that is lost may still be on its way into the database.
    const mayCome = fate !== 'never' && (fate === null || databaseProblem(error)?.code === 'unavailable');
    if (place === null || !mayCome) this.#dispatch.giveBack(passes);
    else this.#inDoubt.askAgain(place, (isOnRecord) => {
      this.#dispatch.giveBack(passes);
      if (isOnRecord) this.#takeUpLate(stored, passes);
    });
    return false;
  }

  /** Follows an order that was found on record late. Whoever is on record as being sent was not, and their time has passed. */
  #takeUpLate(stored: StoredOrder, passes: Passes): void {
    const { clock, publish } = this.#parts;
    const { order, routes } = stored;
    publish(order, routes);
    if (order.state === 'settled') return;
    const live = this.#follower.find(order.id) ?? this.#follower.follow(stored);
    for (const id of passes.keys()) this.#follower.note(live, id, { fact: 'failed', at: rfc3339(clock.now()), error: databaseAway });
    this.#dispatch.queue(live, queuedOf(live));
  }
}

function dryRunOf({ items }: Order): DryRun {
  return { dryRun: true, items: items.map(({ id, participant, name, from, to, verdict, error }) => ({ id, participant, name, from, to, verdict, error })) };
}

function resultOf(order: Order): string {
  return order.items.every((item) => item.state === 'refused') ? (order.items[0]?.verdict.reason ?? 'refused') : 'ok';
}
