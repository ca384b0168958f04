import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Caller, Rights, Sender } from '@/lib/access/access';
import type { Change } from '@/lib/meeting/change';
import type { Item, ItemFact } from '@/lib/move/item';
import { isEnd, isFinal } from '@/lib/move/item-state';
import { itemAfter } from '@/lib/move/item-transition';
import type { DryRun, MoveRequest, Order } from '@/lib/move/order';
import { ProblemError } from '@/lib/problem/problem';
import type { Audit } from '@/server/audit/audit';
import type { Answer } from '@/server/bridge-client/bridge-error';
import { rfc3339, type Clock } from '@/server/bridge-client/clock';
import type { Clusters } from '@/server/clusters/clusters';
import type { Database } from '@/server/db/schema';
import type { Inventory } from '@/server/inventory/inventory';
import { draftOrder } from '@/server/moves/draft-order';
import { HeldItems } from '@/server/moves/held-items';
import { idempotencyKey, orderOfKey, rememberKey, type IdempotencyKey } from '@/server/moves/idempotency';
import { judgeAgain } from '@/server/moves/judge-again';
import { LiveOrder, type LiveOrderParts } from '@/server/moves/live-order';
import { MediaWatch, watchedForMs } from '@/server/moves/media-watch';
import { orderMasked, seenByReader, type Routes } from '@/server/moves/order-seen';
import {
  countOrders,
  findOrder,
  insertOrder,
  listOrders,
  unfinishedOrders,
  unknownRoute,
  updateOrder,
  type Reader,
  type Route,
  type StoredOrder,
} from '@/server/moves/order-store';
import { factsSeen, isClusterSeen, presentOf } from '@/server/moves/sighting';
import { callToAsk } from '@/server/moves/situation';
import { Turns } from '@/server/moves/turns';
import { WatchList } from '@/server/moves/watch-list';

export interface MovesParts {
  readonly db: Kysely<Database>;
  readonly audit: Audit;
  readonly inventory: Inventory;
  readonly clusters: Clusters;
  /** What a sender may do at this moment, however long ago they sent something. Throws if the database does not answer. */
  readonly rightsOf: (sender: Sender) => Promise<Rights>;
  /** Told of every order that became different, with where its meetings are: by that it is known who may hear of it. */
  readonly publish: (order: Order, routes: Routes) => void;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Usher itself, as the one that puts the end of a move on record. */
const usher: Caller = { kind: 'system', id: 'usher', name: 'Usher', role: 'operator', scope: null, address: null };

/** How long an order that is over is still watched, so that a late arrival is noted. */
const watchAfterEndMs = 120_000;

/**
 * Orders to move people: recorded, carried out, followed to their end. What is sent is on record before it leaves, and no
 * item is ever sent twice.
 */
export class Moves {
  readonly #parts: MovesParts;
  readonly #live = new WatchList();
  readonly #turns = new Turns();
  readonly #keysInUse = new Set<string>();
  readonly #waiting = new Map<string, Set<(order: Order) => void>>();
  readonly #running = new Set<Promise<void>>();
  readonly #held = new HeldItems();
  readonly #media: MediaWatch;
  readonly #unsubscribe: () => void;
  #stopping = false;

  constructor(parts: MovesParts) {
    this.#parts = parts;
    this.#media = new MediaWatch(parts, (live, itemId) => this.#note(live, itemId, { fact: 'media-seen', at: this.#at() }));
    this.#unsubscribe = parts.inventory.subscribe((change) => this.#onChange(change));
  }

  /** Judges a request as it would be judged now. Records nothing, sends nothing. */
  dryRun(caller: Caller, request: MoveRequest): DryRun {
    const { order } = draftOrder(this.#parts, request, { by: caller, nowMs: this.#parts.clock.now() });
    return {
      dryRun: true,
      items: order.items.map(({ id, participant, name, from, to, verdict }) => ({ id, participant, name, from, to, verdict })),
    };
  }

  /**
   * Puts an order on record and begins to carry it out. Settles once it is on record, before any deed.
   * What the caller may not see is judged, and put on record, as if it were not there: `forbidden`.
   * Problems: `idempotency-key-reused`; `conflict` while the key's first request is still being recorded.
   */
  async submit(caller: Caller, request: MoveRequest, key: string | null): Promise<Order> {
    if (this.#stopping) throw new ProblemError('unavailable', 'Usher is stopping. Try again in a moment.');
    if (key === null) return this.#record(caller, request, null);
    const known = idempotencyKey(caller.id, key, request);
    const inUse = JSON.stringify([caller.id, key]);
    if (this.#keysInUse.has(inUse)) {
      throw new ProblemError('conflict', 'The first request with this key is still being recorded. Ask again in a moment.');
    }
    this.#keysInUse.add(inUse);
    try {
      const before = await orderOfKey(this.#parts.db, known);
      if (before !== null) return await this.find(before, caller);
      return await this.#record(caller, request, known);
    } finally {
      this.#keysInUse.delete(inUse);
    }
  }

  /** An order as it is on record, and as the reader may see it. Problem: `not-found`. */
  async find(id: string, reader: Reader): Promise<Order> {
    const live = this.#live.find(id);
    const stored = live ? { order: live.announced, routes: live.routes } : await findOrder(this.#parts.db, id);
    const seen = stored && seenByReader(stored, reader);
    if (!seen) throw new ProblemError('not-found', 'There is no move with this id.');
    return seen;
  }

  /** Newest first, those that the reader may see; `before` is the id of an order to continue after. */
  async list(limit: number, before: string | null, reader: Reader): Promise<Order[]> {
    const found = await listOrders(this.#parts.db, limit, before, reader);
    return found.flatMap((stored) => seenByReader(stored, reader) ?? []);
  }

  count(reader: Reader): Promise<number> {
    return countOrders(this.#parts.db, reader);
  }

  /** The items that move this participant, of orders that are being followed or were until just now. */
  itemsMoving(participant: string): readonly Item[] {
    return this.#live.itemsMoving(participant);
  }

  /** Waits until an order is settled, `waitMs` at the longest, and answers with it as it then is and the reader may see it. */
  async settled(id: string, waitMs: number, reader: Reader): Promise<Order> {
    const found = await this.find(id, reader);
    const live = this.#live.find(id);
    if (live && live.announced.state !== 'settled') await this.#untilSettled(id, live.announced, waitMs);
    return live ? this.find(id, reader) : found;
  }

  #untilSettled(id: string, order: Order, waitMs: number): Promise<Order> {
    return new Promise((resolve) => {
      const waiters = this.#waiting.get(id) ?? new Set();
      this.#waiting.set(id, waiters);
      const answer = (found: Order) => {
        cancel();
        waiters.delete(answer);
        if (waiters.size === 0) this.#waiting.delete(id);
        resolve(found);
      };
      const cancel = this.#parts.clock.after(waitMs, () => answer(this.#live.find(id)?.announced ?? order));
      waiters.add(answer);
    });
  }

  /**
   * Takes up what an earlier run left unfinished. What was queued is sent if it is not too old; what was being sent is read
   * back as the bridges come in, and never sent again.
   */
  async recover(): Promise<void> {
    for (const stored of await unfinishedOrders(this.#parts.db)) {
      const live = this.#follow(stored);
      for (const item of stored.order.items) {
        if (item.state === 'queued') this.#held.add(live, item.id);
        else this.#look(live, item);
      }
    }
    this.#release();
  }

  /** Stops following, waits for deeds that are under way and for what is being saved. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#media.stop();
    this.#unsubscribe();
    await Promise.all(this.#running);
    await Promise.all(this.#live.all().map((live) => live.stop()));
    for (const [id, waiters] of this.#waiting) {
      const order = this.#live.find(id)?.order;
      if (order) for (const answer of [...waiters]) answer(order);
    }
  }

  /** An item whose person nobody else is moving is on record as `sending` from the start: one commit, and it may leave. */
  async #record(caller: Caller, request: MoveRequest, key: IdempotencyKey | null): Promise<Order> {
    const { audit, clock, publish, rightsOf } = this.#parts;
    const by = { ...caller, ...(await rightsOf(caller)) };
    const drafted = draftOrder(this.#parts, request, { by, nowMs: clock.now() });
    const turns = this.#freeTurns(drafted.order);
    const order = sendingFromTheStart(drafted.order, turns, this.#at());
    const stored = { ...drafted, order };
    try {
      await audit.write(async (trx, append) => {
        await insertOrder(trx, stored, clock.now());
        if (key) await rememberKey(trx, key, order.id, clock.now());
        const details = { order: order.id, request, items: order.items.map(summary) };
        await append({ caller, action: 'submit-move', result: resultOf(order), details });
      });
    } catch (error) {
      for (const giveBack of turns.values()) giveBack();
      throw error;
    }
    publish(order, stored.routes);
    const answered = orderMasked(order, stored.routes, by.scope);
    if (order.state === 'settled') return answered;
    const live = this.#follow(stored);
    for (const item of order.items) {
      const giveBack = turns.get(item.id);
      if (giveBack) void this.#underWay(live, item.id, () => this.#ask(live, item)).then(giveBack);
      else if (item.state === 'queued') this.#carryOut(live, item, request.onlyIfIn ?? null);
    }
    return answered;
  }

  /** By item id: the turns of those whom nobody is moving, and how to give them back. */
  #freeTurns(order: Order): Map<string, () => void> {
    const turns = new Map<string, () => void>();
    for (const { id, state, participant } of order.items) {
      const giveBack = state === 'queued' && !this.#stopping ? this.#turns.tryTake(participant) : null;
      if (giveBack) turns.set(id, giveBack);
    }
    return turns;
  }

  #follow(stored: StoredOrder): LiveOrder {
    const { audit, clock, log } = this.#parts;
    const parts: LiveOrderParts = {
      clock,
      log,
      save: (after, before) =>
        audit.write(async (trx, append) => {
          await updateOrder(trx, after, before, clock.now());
          for (const item of newlyEnded(after.order, before)) {
            await append({ caller: usher, action: 'move-ended', result: item.state, details: { order: after.order.id, ...summary(item), reason: item.verdict.reason, error: item.error } });
          }
        }),
      announce: (order) => this.#parts.publish(order, stored.routes),
      saved: (order) => this.#saved(order),
      timeUp: (live, item) => this.#timeUp(live, item),
    };
    const live = new LiveOrder(stored, parts);
    this.#live.add(live);
    return live;
  }

  #saved(order: Order): void {
    if (order.state === 'settled') for (const answer of [...(this.#waiting.get(order.id) ?? [])]) answer(order);
    if (order.items.every((item) => isFinal(item.state))) this.#forgetLater(order);
  }

  /** An order in which all joined has only media to wait for; others are watched a while for late arrivals. */
  #forgetLater(order: Order): void {
    const late = order.items.some((item) => item.state !== 'joined' && item.state !== 'refused');
    const silent = order.items.some((item) => item.times.joined !== null && item.times.mediaSeen === null);
    const watchMs = late ? watchAfterEndMs : silent ? watchedForMs : 0;
    this.#parts.clock.after(this.#stopping ? 0 : watchMs, () => {
      const live = this.#live.find(order.id);
      if (live?.isDone) this.#live.remove(live);
    });
  }

  /** Carries out held items whose bridges are all there. */
  #release(): void {
    const isReady = (live: LiveOrder, itemId: string) => isClusterSeen(this.#routeOf(live, itemId).targetCluster, this.#parts.inventory);
    this.#held.release(isReady, (live, item) => this.#carryOut(live, item, null));
  }

  /** Moves of one person take turns: the next is judged by what became of the one before. */
  #carryOut(live: LiveOrder, item: Item, onlyIfIn: string | null): void {
    void this.#turns.take(item.participant, () => this.#underWay(live, item.id, () => this.#send(live, item.id, onlyIfIn)));
  }

  /** Does the deed, which a stop waits for, and then waits for the item's end, which a stop does not. */
  async #underWay(live: LiveOrder, itemId: string, act: () => Promise<void>): Promise<void> {
    const deed = act().catch((error: unknown) =>
      this.#parts.log.error({ err: error, order: live.order.id }, 'an item could not be carried out'),
    );
    this.#running.add(deed);
    await deed;
    this.#running.delete(deed);
    await live.ended(itemId);
  }

  /** Judges an item that had to wait once more, by the rights that its sender has now; puts on record that it is sent, and sends it. */
  async #send(live: LiveOrder, itemId: string, onlyIfIn: string | null): Promise<void> {
    let item: Item | null;
    try {
      const rights = await this.#parts.rightsOf(live.order.by);
      item = live.item(itemId);
      if (item?.state !== 'queued' || this.#stopping) return;
      const verdict = judgeAgain(this.#parts, { item, route: this.#routeOf(live, itemId), onlyIfIn }, rights);
      if (!verdict.allowed) return await live.apply(itemId, { fact: 'judged', at: this.#at(), verdict });
      await live.apply(itemId, { fact: 'sending', at: this.#at() });
    } catch {
      const error = { code: 'unavailable', detail: 'The database does not answer, so nothing was sent.' };
      this.#note(live, itemId, { fact: 'failed', at: this.#at(), error });
      return;
    }
    await this.#ask(live, item);
  }

  /** Step 1 of the move, once. That it is sent is on record. */
  async #ask(live: LiveOrder, { id, participant, to }: Item): Promise<void> {
    const target = this.#parts.inventory.meeting(to.meeting);
    const call = target && callToAsk(target, this.#routeOf(live, id).homeBridge, this.#parts);
    const writer = call && this.#parts.clusters.writerFor(call.callBridge);
    const answer = writer ? await writer.moveParticipant(call.id, participant) : nobodyToAsk;
    this.#note(live, id, this.#factOf(answer));
    const item = live.item(id);
    if (item) this.#look(live, item);
  }

  #factOf(answer: Answer<{ participant: string }>): ItemFact {
    const at = this.#at();
    if (answer.ok) return { fact: 'accepted', at, newParticipant: answer.value.participant };
    const { code, detail, mayHaveActed } = answer.error;
    return { fact: mayHaveActed ? 'answer-lost' : 'failed', at, error: { code, detail } };
  }

  /** Applies a fact without waiting for it to be on record; a failed save is tried again by the order itself. */
  #note(live: LiveOrder, itemId: string, fact: ItemFact): void {
    const before = live.item(itemId)?.times.joined;
    live.apply(itemId, fact).catch(() => undefined);
    const item = live.item(itemId);
    if (before === null && item && item.times.joined !== null) this.#media.follow(live, item);
  }

  #routeOf(live: LiveOrder, itemId: string): Route {
    return live.routes.get(itemId) ?? unknownRoute;
  }

  #onChange(change: Change): void {
    if (change.event === 'call-bridge' && change.data.state === 'connected') this.#release();
    for (const { live, item } of this.#live.concernedBy(change)) this.#look(live, item);
  }

  /** Takes in what the bridges say about an item that was sent. */
  #look(live: LiveOrder, item: Item): void {
    if (item.times.sending === null) return;
    const facts = factsSeen(item, this.#routeOf(live, item.id), this.#parts.inventory, this.#at());
    for (const fact of facts) this.#note(live, item.id, fact);
    const now = live.item(item.id);
    if (now?.state === 'unknown') this.#settle(live, now);
  }

  #timeUp(live: LiveOrder, item: Item): void {
    if (item.times.sending === null) {
      this.#note(live, item.id, { fact: 'expired', at: this.#at() });
      return;
    }
    this.#look(live, item);
    this.#settle(live, item);
  }

  #settle(live: LiveOrder, item: Item): void {
    const present = presentOf(item, this.#routeOf(live, item.id), this.#parts.inventory);
    this.#note(live, item.id, { fact: 'time-up', at: this.#at(), present });
  }

  #at(): string {
    return rfc3339(this.#parts.clock.now());
  }
}

function newlyEnded(after: Order, before: Order): Item[] {
  return after.items.filter((item) => isEnd(item.state) && before.items.find(({ id }) => id === item.id)?.state !== item.state);
}

function resultOf(order: Order): string {
  return order.items.every((item) => item.state === 'refused') ? (order.items[0]?.verdict.reason ?? 'refused') : 'ok';
}

function summary({ participant, name, from, to, state, newParticipant }: Item) {
  return { participant, name, from, to, state, newParticipant };
}

function sendingFromTheStart(order: Order, turns: ReadonlyMap<string, unknown>, at: string): Order {
  if (turns.size === 0) return order;
  const items = order.items.map((item) => (turns.has(item.id) ? itemAfter(item, { fact: 'sending', at }) : item));
  return { ...order, items, state: 'running' };
}

/** The last bridge that hosts the target went away between the verdict and the deed: nothing was sent. */
const nobodyToAsk: Answer<never> = {
  ok: false,
  error: {
    code: 'bridge-unreachable',
    detail: 'No call bridge that hosts the target answers any more.',
    status: null,
    failureTag: null,
    mayHaveActed: false,
  },
};
