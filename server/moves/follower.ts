import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Change } from '@/lib/meeting/change';
import type { Item, ItemFact } from '@/lib/move/item';
import { deadlineOf } from '@/lib/move/item-deadline';
import { isEnd, isFinal } from '@/lib/move/item-state';
import type { Order } from '@/lib/move/order';
import type { SpaceTarget } from '@/lib/move/target';
import type { FoundFor } from '@/lib/trace/item-finding';
import type { Audit } from '@/server/audit/audit';
import { rfc3339, type Clock } from '@/server/bridge-client/clock';
import type { Clusters } from '@/server/clusters/clusters';
import type { Database } from '@/server/db/schema';
import type { Inventory } from '@/server/inventory/inventory';
import type { HeadedFor } from '@/server/moves/call-keeper';
import type { Return } from '@/server/moves/lost/lost-people';
import type { MoveMemory } from '@/server/moves/last-moves';
import { LiveOrder, type LiveOrderParts } from '@/server/moves/live-order';
import { MediaWatch, silentAfterMs } from '@/server/moves/media-watch';
import { OrderSaves } from '@/server/moves/order-saves';
import type { Routes } from '@/server/moves/order-seen';
import { findOrder, unknownRoute, type Route, type StoredOrder } from '@/server/moves/order-store';
import { factsSeen, isOutOfReach, presentOf } from '@/server/moves/sighting';
import { LobbyProof } from '@/server/moves/lobby-proof';
import { ReadingBack } from '@/server/moves/reading-back';
import { SettingsKeeper } from '@/server/moves/settings-keeper';
import { usher } from '@/server/moves/usher-itself';
import { WatchList } from '@/server/moves/watch-list';

export interface FollowerParts {
  readonly db: Kysely<Database>;
  readonly audit: Audit;
  readonly inventory: Inventory;
  readonly clusters: Clusters;
  readonly lastMoves: MoveMemory;
  /** Told of every order that became different, with where its meetings are: by that it is known who may hear of it. */
  readonly publish: (order: Order, routes: Routes) => void;
  readonly clock: Clock;
  readonly log: Logger;
}

/** How long an order that is over is still watched, so that a late arrival is noted. */
const watchAfterEndMs = 120_000;
/** How often it is looked whether there is still a bridge that may tell of those of whom nothing is known. */
const unknownForMs = 600_000;

/** Follows the orders that are under way to the end of each item: by what the bridges say, and by the clock. Puts on record what it learns. */
export class Follower {
  readonly #parts: FollowerParts;
  readonly #live = new WatchList();
  readonly #waiting = new Map<string, Set<() => void>>();
  readonly #media: MediaWatch;
  readonly #lobby: LobbyProof;
  /** What those who keep their settings have. */
  readonly settings: SettingsKeeper;
  readonly #unsubscribe: () => void;
  readonly #leaving = new Set<LiveOrder>();
  readonly #readingBack: ReadingBack;
  /** Orders with somebody of whom nothing is known, and how to call off the next look at them. */
  readonly #inDoubt = new Map<LiveOrder, () => void>();
  readonly #onSaved: () => void;
  #stopping = false;

  /** @param onSaved told whenever something of an order was put on record */
  constructor(parts: FollowerParts, onSaved: () => void) {
    this.#parts = parts;
    this.#onSaved = onSaved;
    this.#media = new MediaWatch(parts, (live, itemId) => this.note(live, itemId, { fact: 'media-seen', at: this.#at() }));
    const lookAt = (live: LiveOrder, itemId: string) => {
      const item = live.item(itemId);
      if (item && !this.#stopping) this.look(live, item);
    };
    this.#lobby = new LobbyProof(parts, lookAt);
    this.#readingBack = new ReadingBack(parts, lookAt);
    this.settings = new SettingsKeeper(parts, (live, itemId, settings) => this.note(live, itemId, { fact: 'settings-read', settings }));
    this.#unsubscribe = parts.inventory.subscribe((change) => this.#onChange(change));
  }

  find(orderId: string): LiveOrder | null {
    return this.#live.find(orderId);
  }

  /** The items that move this participant, of orders that are being followed or were until just now. */
  itemsMoving(participant: string): readonly Item[] {
    return this.#live.itemsMoving(participant);
  }

  /** How many are on their way into a space, or into the meeting that it has. */
  headedFor({ space, cluster }: SpaceTarget, meeting: string | null): HeadedFor {
    let [unsent, open] = [0, 0];
    for (const live of this.#live.all()) {
      for (const { to, state } of live.items()) {
        if (isEnd(state) || (to.meeting !== meeting && !(to.space === space && to.cluster === cluster))) continue;
        open += 1;
        if (state !== 'accepted') unsent += 1;
      }
    }
    return { unsent, open };
  }

  /** Begins to follow an order that is on record. */
  follow(stored: StoredOrder): LiveOrder {
    const { audit, clock, log, publish } = this.#parts;
    const saves = new OrderSaves({ audit, clock });
    const parts: LiveOrderParts = {
      clock,
      log,
      save: (collect) => saves.save(collect),
      announce: (order) => publish(order, live.routes),
      saved: (live) => this.#saved(live),
      timeUp: (live, item) => this.#timeUp(live, item),
    };
    const live: LiveOrder = new LiveOrder(stored, parts);
    this.#live.add(live, stored.order.items);
    return live;
  }

  /** Puts on record that somebody who was dropped is back, also of an order that nobody follows any more. Rejects if that failed. */
  async noteReturn({ order, item, at, recognisedBy }: Return): Promise<void> {
    const live = this.#live.find(order) ?? (await this.#takeUp(order));
    const details = { order, item, recognisedBy };
    await live?.change(new Map([[item, { fact: 'returned', at }]]), { caller: usher, action: 'person-returned', result: 'ok', details });
  }

  /** Puts on record why an item failed, also of an order that nobody follows any more. Rejects if that could not be read. */
  async noteFinding({ order, item, finding }: FoundFor): Promise<void> {
    const live = this.#live.find(order) ?? (await this.#takeUp(order));
    if (!live || this.#stopping) return;
    this.note(live, item, { fact: 'diagnosed', finding });
    if (live.isDone) this.#forgetLater(live);
  }

  /** Takes in items that were added to an order. */
  watch(live: LiveOrder, items: readonly Item[]): void {
    this.#live.add(live, items);
  }

  /** Waits until an order is settled, `waitMs` at the longest. */
  untilSettled(live: LiveOrder, waitMs: number): Promise<void> {
    if (live.state === 'settled') return Promise.resolve();
    return new Promise((resolve) => {
      const waiters = this.#waiting.get(live.id) ?? new Set();
      this.#waiting.set(live.id, waiters);
      const answer = () => {
        cancel();
        waiters.delete(answer);
        if (waiters.size === 0) this.#waiting.delete(live.id);
        resolve();
      };
      const cancel = this.#parts.clock.after(waitMs, answer);
      waiters.add(answer);
    });
  }

  /** Takes in what becomes known of an item, and what the bridges say of it by now. */
  note(live: LiveOrder, itemId: string, fact: ItemFact): void {
    const { newParticipant, times: { joined: before = null } = {} } = live.item(itemId) ?? {};
    live.apply(itemId, fact);
    const item = live.item(itemId);
    if (item && item.newParticipant !== newParticipant) {
      const route = routeOf(live, item);
      this.#parts.lastMoves.note(route.sender ?? live.by, item, route);
    }
    if (!item) return;
    if (before === null && item.times.joined !== null) this.#media.follow(live, item);
  }

  /** Takes in what the bridges say about an item that was sent; of whom it was not known it may be known by now. */
  look(live: LiveOrder, item: Item): void {
    this.#takeIn(live, item);
    const now = live.item(item.id);
    if (now?.state === 'unknown') this.#settle(live, now);
  }

  #takeIn(live: LiveOrder, item: Item): void {
    const person = this.#parts.inventory.participant(item.participant);
    if (person) live.sawMutes(item.id, person.muted);
    if (item.times.sending === null) return;
    const facts = factsSeen(item, routeOf(live, item), this.#parts.inventory, this.#at());
    for (const fact of facts) {
      if (fact.fact !== 'joined' || this.#lobby.isPast(live, item.id, fact.newParticipant)) this.note(live, item.id, fact);
    }
    const now = live.item(item.id);
    if (now) this.settings.look(live, now, routeOf(live, now));
  }

  /** Stops following, once what is being saved is. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#media.stop();
    this.#unsubscribe();
    for (const cancel of this.#inDoubt.values()) cancel();
    await Promise.all(this.#live.all().map((live) => live.stop()));
    for (const waiters of this.#waiting.values()) for (const answer of [...waiters]) answer();
  }

  async #takeUp(order: string): Promise<LiveOrder | null> {
    const stored = await findOrder(this.#parts.db, order);
    // Somebody else may have begun to follow it meanwhile.
    return this.#live.find(order) ?? (stored && this.follow(stored));
  }

  #saved(live: LiveOrder): void {
    this.#onSaved();
    if (live.state === 'settled') for (const answer of [...(this.#waiting.get(live.id) ?? [])]) answer();
    if (live.isDone) this.#forgetLater(live);
  }

  /** An order in which all joined has only media to wait for; others are watched a while for late arrivals. */
  #forgetLater(live: LiveOrder): void {
    if (this.#leaving.has(live)) return;
    this.#leaving.add(live);
    const items = [...live.items()];
    const late = items.some((item) => item.state !== 'joined' && item.state !== 'refused');
    const silent = items.some((item) => item.times.joined !== null && item.times.mediaSeen === null);
    const watchMs = late ? watchAfterEndMs : silent ? silentAfterMs + 1_000 : 0;
    this.#parts.clock.after(this.#stopping ? 0 : watchMs, () => {
      this.#leaving.delete(live);
      if (live.isDone) this.#live.remove(live);
    });
  }

  #onChange(change: Change): void {
    for (const { live, item } of this.#live.concernedBy(change)) this.look(live, item);
  }

  #timeUp(live: LiveOrder, item: Item): void {
    this.look(live, item);
    const now = live.item(item.id) ?? item;
    if (!isFinal(now.state)) this.#settle(live, now);
  }

  /** Decides an end by what the bridges say if asked once more: an event may have been lost on its way. Where they cannot tell it is open at once. */
  #settle(live: LiveOrder, item: Item): void {
    if (presentOf(item, routeOf(live, item), this.#parts.inventory).sighted) void this.#settleReadBack(live, item);
    else this.#decide(live, item, false);
  }

  async #settleReadBack(live: LiveOrder, item: Item): Promise<void> {
    const isRead = await this.#readingBack.ask(live, item);
    const now = live.item(item.id);
    if (isRead === null || this.#stopping || !now) return;
    this.#takeIn(live, now);
    const seen = live.item(item.id) ?? now;
    const deadline = deadlineOf(seen);
    // Whoever turned out to have left only now has their time to arrive.
    const hasTime = deadline !== null && deadline > (deadlineOf(item) ?? deadline) && deadline > this.#parts.clock.now();
    if (!hasTime) this.#decide(live, seen, isRead);
  }

  /** @param isRead whether every bridge that could tell has told just now */
  #decide(live: LiveOrder, item: Item, isRead: boolean): void {
    const present = presentOf(item, routeOf(live, item), this.#parts.inventory);
    this.note(live, item.id, { fact: 'time-up', at: this.#at(), present: { ...present, sighted: present.sighted && isRead } });
    if (live.item(item.id)?.state === 'unknown') this.#giveUpLater(live);
  }

  /** Of whom only a removed bridge could tell, nothing will be known: they stay `unknown` on record, and others may move them. The next start looks once more. */
  #giveUpLater(live: LiveOrder): void {
    if (this.#stopping || this.#inDoubt.has(live)) return;
    const look = () => {
      this.#inDoubt.delete(live);
      const open = [...live.items()].filter(({ state }) => !isFinal(state));
      if (open.length === 0) return;
      if (!open.every((item) => item.state === 'unknown' && isOutOfReach(routeOf(live, item), this.#parts.inventory))) return this.#giveUpLater(live);
      this.#live.remove(live);
      void live.stop();
    };
    this.#inDoubt.set(live, this.#parts.clock.after(unknownForMs, look));
  }

  #at(): string {
    return rfc3339(this.#parts.clock.now());
  }
}

/** Where an item goes through. */
export function routeOf({ routes }: LiveOrder, { id }: Item): Route {
  return routes.get(id) ?? unknownRoute;
}
