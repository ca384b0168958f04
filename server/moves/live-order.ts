import type { Logger } from 'pino';
import type { Item, ItemFact } from '@/lib/move/item';
import { isEnd, isFinal } from '@/lib/move/item-state';
import { deadlineOf } from '@/lib/move/item-deadline';
import { itemAfter } from '@/lib/move/item-transition';
import type { Order } from '@/lib/move/order';
import type { Clock } from '@/server/bridge-client/clock';
import type { Route, StoredOrder } from '@/server/moves/order-store';

export interface LiveOrderParts {
  readonly clock: Clock;
  readonly log: Logger;
  /** Writes what differs from `before`, in one transaction. */
  save(after: StoredOrder, before: Order): Promise<void>;
  /** Told of every state that others may know: an end once it is on record, what leads there at once. */
  announce(order: Order): void;
  /** Told after each save. */
  saved(order: Order): void;
  /** Time is up for an item: it is looked at, and a fact comes of it. */
  timeUp(order: LiveOrder, item: Item): void;
}

const saveAgainMs = 1_000;
/**
 * How long a fact on the way to an end may be in memory only. If it is lost in a crash it is read back from the bridges, so
 * that it can share a commit with what follows.
 */
const saveSoonMs = 50;

/**
 * An order that is being followed. Facts change it at once in memory; it is saved behind them, latest state first, and again
 * if the database is away. Whoever must not go on before a fact is on record awaits what `apply` returns.
 */
export class LiveOrder {
  readonly routes: ReadonlyMap<string, Route>;
  readonly #parts: LiveOrderParts;
  readonly #timers = new Map<string, () => void>();
  readonly #waiting = new Set<() => void>();
  #order: Order;
  #onRecord: Order;
  #announced: Order;
  #saving: Promise<void> | null = null;
  #stopped = false;

  constructor({ order, routes }: StoredOrder, parts: LiveOrderParts) {
    this.#order = order;
    this.#onRecord = order;
    this.#announced = order;
    this.routes = routes;
    this.#parts = parts;
    for (const item of order.items) this.#setTimer(item);
  }

  get order(): Order {
    return this.#order;
  }

  /** The order as others may know it. */
  get announced(): Order {
    return this.#announced;
  }

  /** Every item has come to its end for good, and that is on record. */
  get isDone(): boolean {
    return this.#order === this.#onRecord && this.#order.items.every((item) => isFinal(item.state));
  }

  item(id: string): Item | null {
    return this.#order.items.find((item) => item.id === id) ?? null;
  }

  /**
   * Changes one item by a fact.
   * @returns settles once the fact is on record, if it is `sending` or an end, and at once if it is on the way; rejects if the
   * first attempt to save fails, which goes on behind.
   */
  apply(itemId: string, fact: ItemFact): Promise<void> {
    const before = this.item(itemId);
    const after = before && itemAfter(before, fact);
    if (!before || !after || after === before) return this.#saving ?? Promise.resolve();
    const items = this.#order.items.map((item) => (item === before ? after : item));
    this.#order = { ...this.#order, items, state: items.every(({ state }) => isEnd(state)) ? 'settled' : 'running' };
    this.#setTimer(after);
    for (const look of [...this.#waiting]) look();
    if (fact.fact === 'sending' || this.#hasNewEnd()) return this.#save();
    this.#announce(this.#order);
    this.#timer('save', saveSoonMs, () => void this.#save().catch(() => undefined));
    return Promise.resolve();
  }

  /** Settles when an item has come to an end, or following stops. */
  ended(itemId: string): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        const item = this.item(itemId);
        if (item && !isEnd(item.state) && !this.#stopped) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** Stops the clocks and saves what is not on record yet. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    for (const look of [...this.#waiting]) look();
    if (this.#order !== this.#onRecord) await this.#save().catch(() => undefined);
  }

  /** Whether an item has come to an end that is not on record: nobody may hear of it before. */
  #hasNewEnd(): boolean {
    return this.#order.items.some((item) => isEnd(item.state) && !this.#onRecord.items.includes(item));
  }

  #announce(order: Order): void {
    if (order === this.#announced) return;
    this.#announced = order;
    this.#parts.announce(order);
  }

  #save(): Promise<void> {
    this.#saving ??= this.#saveLatest().finally(() => {
      this.#saving = null;
    });
    const saving = this.#saving;
    saving.catch((error: unknown) => this.#saveLater(error));
    // A fact that came while another was being saved is on record only after one more round.
    return saving.then(() => (this.#order === this.#onRecord ? undefined : this.#save()));
  }

  async #saveLatest(): Promise<void> {
    const order = this.#order;
    await this.#parts.save({ order, routes: this.routes }, this.#onRecord);
    this.#onRecord = order;
    this.#announce(order);
    this.#parts.saved(order);
  }

  #saveLater(error: unknown): void {
    this.#parts.log.error({ err: error, order: this.#order.id }, 'an order could not be saved; trying again');
    this.#timer('save', saveAgainMs, () => void this.#save().catch(() => undefined));
  }

  #setTimer(item: Item): void {
    const deadline = deadlineOf(item);
    this.#timers.get(item.id)?.();
    this.#timers.delete(item.id);
    if (deadline === null) return;
    this.#timer(item.id, Math.max(0, deadline - this.#parts.clock.now()), () => this.#parts.timeUp(this, this.item(item.id) ?? item));
  }

  #timer(key: string, delayMs: number, run: () => void): void {
    this.#timers.get(key)?.();
    if (!this.#stopped) this.#timers.set(key, this.#parts.clock.after(delayMs, run));
  }
}
