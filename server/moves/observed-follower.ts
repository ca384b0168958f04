import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Change } from '@/lib/meeting/change';
import type { Item, ItemFact } from '@/lib/move/item';
import { deadlineOf } from '@/lib/move/item-deadline';
import { isEnd, isFinal } from '@/lib/move/item-state';
import { itemAfter } from '@/lib/move/item-transition';
import { comparePrediction } from '@/lib/move/prediction';
import type { Order } from '@/lib/move/order';
import { rfc3339, type Clock } from '@/server/bridge-client/clock';
import type { Database } from '@/server/db/schema';
import type { Before } from '@/server/moves/draft-observed';
import { saveObserved } from '@/server/moves/observed-store';
import { seenSince } from '@/server/moves/seen-since';
import type { Inventory } from '@/server/inventory/inventory';
import type { Routes } from '@/server/moves/order-seen';
import { unknownRoute, updateOrder, type OrderChange, type StoredOrder } from '@/server/moves/order-store';
import { factsSeen, presentOf } from '@/server/moves/sighting';

/** What comes close together is saved in one commit. */
const saveSoonMs = 50;
const saveAgainMs = 1_000;
/** Whoever looks on sees what they have seen begin: a move that is over already is told as begun first. */
const firstLookMs = 250;
/** So long after its end a move is held against what was predicted: by then a lobby has been let in, and an empty meeting has ended. */
const compareAfterMs = 5_000;
/** For how long somebody whose bridges do not tell what became of them is waited for: there may be no end to such moves. */
const unknownForMs = 600_000;

export interface FollowerParts {
  readonly db: Kysely<Database>;
  readonly inventory: Inventory;
  readonly clock: Clock;
  readonly log: Logger;
  readonly publish: (order: Order, routes: Routes) => void;
}

interface Followed extends StoredOrder {
  order: Order;
  readonly before: Before | null;
  /** As it is in the database. */
  onRecord: Order;
  looksFrom: number;
  /** Nothing more is done about it than to save it. */
  isOver: boolean;
  cancel: () => void;
}

/** Follows moves that others made to their ends, by the rules of Usher's own, and keeps them on record. It sends nothing. */
export class ObservedFollower {
  readonly #followed = new Map<string, Followed>();
  readonly #byPerson = new Map<string, Set<Followed>>();
  readonly #dirty = new Set<Followed>();
  #saving: Promise<void> | null = null;
  #cancelSave: (() => void) | null = null;
  #stopped = false;

  constructor(private readonly parts: FollowerParts) {}

  get size(): number {
    return this.#followed.size;
  }

  /** Begins to follow a move that is on record as it is. @param before what there was before; null where only the record knows of it */
  follow({ order, routes }: StoredOrder, before: Before | null): void {
    const followed: Followed = { order, routes, before, onRecord: order, looksFrom: this.parts.clock.now() + firstLookMs, isOver: false, cancel: () => undefined };
    this.#followed.set(order.id, followed);
    for (const id of peopleOf(order)) this.#byPerson.set(id, (this.#byPerson.get(id) ?? new Set()).add(followed));
    followed.cancel = this.parts.clock.after(firstLookMs, () => {
      this.#setTimer(followed);
      this.#look(followed);
    });
  }

  /** Looks at what a change may say something new about. */
  take(change: Change): void {
    for (const followed of this.#concernedBy(change)) if (this.parts.clock.now() >= followed.looksFrom) this.#look(followed);
  }

  /** Takes in a fact from elsewhere. @returns whether the move is followed */
  note(orderId: string, itemId: string, fact: ItemFact): boolean {
    const followed = this.#followed.get(orderId);
    if (followed) this.#apply(followed, itemId, fact);
    return followed !== undefined;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelSave?.();
    for (const { cancel } of this.#followed.values()) cancel();
    await this.#saving;
    await this.#save();
  }

  #concernedBy(change: Change): Followed[] {
    switch (change.event) {
      case 'participant':
        return [...(this.#byPerson.get(change.data.id) ?? []), ...(this.#byPerson.get(change.data.movedFrom?.participant ?? '') ?? [])];
      case 'participant-left':
        return [...(this.#byPerson.get(change.data.id) ?? [])];
      case 'call-bridge':
        return change.data.state === 'connected' ? [...this.#followed.values()].filter(({ order }) => order.items.some(({ state }) => !isFinal(state))) : [];
      default:
        return [];
    }
  }

  #look(followed: Followed): void {
    const { inventory } = this.parts;
    for (const { id } of followed.order.items) {
      const route = followed.routes.get(id) ?? unknownRoute;
      const item = itemOf(followed, id);
      for (const fact of factsSeen(item, route, inventory, this.#at())) this.#apply(followed, id, fact);
      if (itemOf(followed, id).state === 'unknown') this.#settle(followed, id);
    }
  }

  #settle(followed: Followed, id: string): void {
    const present = presentOf(itemOf(followed, id), followed.routes.get(id) ?? unknownRoute, this.parts.inventory);
    this.#apply(followed, id, { fact: 'time-up', at: this.#at(), present });
  }

  #apply(followed: Followed, id: string, fact: ItemFact): void {
    const before = itemOf(followed, id);
    const after = itemAfter(before, fact);
    if (after === before) return;
    const items = followed.order.items.map((item) => (item === before ? after : item));
    followed.order = { ...followed.order, items, state: items.every(({ state }) => isEnd(state)) ? 'settled' : 'running' };
    // What became known of it later changes nothing of what is waited for.
    if (fact.fact !== 'diagnosed') this.#setTimer(followed);
    this.#dirty.add(followed);
    this.#saveIn(saveSoonMs);
  }

  /** The last thing that is done about a move. */
  #compare(followed: Followed): void {
    const { order, before } = followed;
    const [item] = order.items;
    if (item && order.observed) {
      const compared = comparePrediction(order.observed.predicted, seenSince(item, before, this.parts.inventory));
      followed.order = { ...order, observed: { ...order.observed, ...compared } };
    }
    followed.isOver = true;
    this.#dirty.add(followed);
    this.#saveIn(saveSoonMs);
  }

  #setTimer(followed: Followed): void {
    followed.cancel();
    const due = Math.min(...followed.order.items.map((item) => deadlineOf(item) ?? Infinity));
    if (this.#stopped) return;
    if (followed.order.items.every(({ state }) => isFinal(state))) {
      followed.cancel = this.parts.clock.after(compareAfterMs, () => this.#compare(followed));
      return;
    }
    if (due === Infinity) {
      followed.cancel = this.parts.clock.after(unknownForMs, () => this.#giveUp(followed));
      return;
    }
    followed.cancel = this.parts.clock.after(Math.max(0, due - this.parts.clock.now()), () => {
      this.#look(followed);
      for (const item of followed.order.items) if ((deadlineOf(item) ?? Infinity) <= this.parts.clock.now()) this.#settle(followed, item.id);
    });
  }

  #saveIn(ms: number): void {
    if (this.#stopped) return;
    this.#cancelSave ??= this.parts.clock.after(ms, () => {
      this.#cancelSave = null;
      this.#saving = this.#save().finally(() => (this.#saving = null));
    });
  }

  /** Writes all that is different in one commit, and tells of it once it is on record. */
  async #save(): Promise<void> {
    const { db, clock, log, publish } = this.parts;
    const changed = [...this.#dirty].map((followed) => ({ followed, order: followed.order }));
    if (changed.length === 0) return;
    this.#dirty.clear();
    try {
      await db.transaction().execute(async (trx) => {
        for (const { followed, order } of changed) {
          await updateOrder(trx, changeOf(followed, order), clock.now());
          if (order.observed !== followed.onRecord.observed) await saveObserved(trx, order);
        }
      });
    } catch (error) {
      log.error({ err: error }, 'moves by others could not be saved; trying again');
      for (const { followed } of changed) this.#dirty.add(followed);
      this.#saveIn(saveAgainMs);
      return;
    }
    for (const { followed, order } of changed) {
      followed.onRecord = order;
      publish(order, followed.routes);
      if (followed.isOver && followed.order === order) this.#forget(followed);
    }
  }

  /** It stays `unknown` on record; the next start takes it up once more. */
  #giveUp(followed: Followed): void {
    followed.isOver = true;
    if (!this.#dirty.has(followed)) this.#forget(followed);
  }

  #forget(followed: Followed): void {
    followed.cancel();
    this.#followed.delete(followed.order.id);
    for (const id of peopleOf(followed.order)) {
      const there = this.#byPerson.get(id);
      there?.delete(followed);
      if (there?.size === 0) this.#byPerson.delete(id);
    }
  }

  #at(): string {
    return rfc3339(this.parts.clock.now());
  }
}

function changeOf({ onRecord, routes }: Followed, order: Order): OrderChange {
  const items = order.items.filter((item) => !onRecord.items.includes(item));
  return { id: order.id, state: order.state, isNewState: order.state !== onRecord.state, items, routes };
}

function itemOf({ order }: Followed, id: string): Item {
  const item = order.items.find((one) => one.id === id);
  if (!item) throw new Error('An order keeps its items.');
  return item;
}

function peopleOf(order: Order): string[] {
  return order.items.flatMap(({ participant, newParticipant }) => [participant, ...(newParticipant === null ? [] : [newParticipant])]);
}
