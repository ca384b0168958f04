import type { Logger } from 'pino';
import type { Participant } from '@/lib/meeting/participant';
import type { MoveChoices } from '@/lib/move/choices';
import type { Item, ItemFact } from '@/lib/move/item';
import { deadlineOf } from '@/lib/move/item-deadline';
import { isFinal } from '@/lib/move/item-state';
import { itemAfter } from '@/lib/move/item-transition';
import type { Order, OrderState } from '@/lib/move/order';
import { expiryMs, wentOnAtMs } from '@/lib/move/order-expiry';
import type { AuditEntry } from '@/server/audit/audit-row';
import { rfc3339, type Clock } from '@/server/bridge-client/clock';
import { AnnouncedOrder } from '@/server/moves/announced-order';
import { LatestSave } from '@/server/moves/latest-save';
import { NamedTimers } from '@/server/moves/named-timers';
import { OrderItems } from '@/server/moves/order-items';
import { unknownRoute, type OrderChange, type Route, type StoredOrder } from '@/server/moves/order-store';

/** What is saved of an order, and what of it is news. */
export interface LiveChange extends OrderChange {
  /** Those of `items` that have come to an end since. */
  readonly ended: readonly Item[];
  /** What goes into the audit log with it: by whom the order was changed. */
  readonly entries: readonly AuditEntry[];
}

export interface LiveOrderParts {
  readonly clock: Clock;
  readonly log: Logger;
  /**
   * Writes what `collect` gives when its turn has come, in one transaction, and answers with it. `collect` is told which earlier change is
   * on record although that was not answered.
   */
  save(collect: (landed: LiveChange | null) => LiveChange): Promise<LiveChange>;
  /** Told of every state that others may know, at a bounded pace: an end once it is on record, what leads there at once. */
  announce(order: Order): void;
  /** Told after each save. */
  saved(order: LiveOrder): void;
  /** Time is up for an item that was sent: it is looked at, and a fact comes of it. */
  timeUp(order: LiveOrder, item: Item): void;
}

const saveAgainMs = 1_000;
/**
 * How long a fact may be in memory only, but for the last end of all. If it is lost in a crash it is read back from the bridges, so
 * that it can share a commit with what follows.
 */
const saveSoonMs = 50;
/** The same while there are items to be sent: those are put on record before, and what came meanwhile with them. */
const saveWithNextMs = 200;

/**
 * An order that is being followed. Facts change it at once in memory; it is saved behind them, latest state first, and again
 * if the database is away. What a fact costs does not depend on how many items there are.
 */
export class LiveOrder {
  readonly id: string;
  readonly by: Order['by'];
  readonly choices: MoveChoices;
  readonly #routes: Map<string, Route>;
  readonly #parts: LiveOrderParts;
  readonly #items: OrderItems;
  readonly #announced: AnnouncedOrder;
  readonly #timers: NamedTimers;
  readonly #saves = new LatestSave((gathered) => this.#saveLatest(gathered), (error) => this.#saveLater(error));
  readonly #ending = new Map<string, (() => void)[]>();
  #stateOnRecord: OrderState;
  #isPaused: boolean;
  #entries: readonly AuditEntry[] = [];
  #wentOnAtMs: number;
  #onceSaved: (() => void)[] = [];
  #stopped = false;

  constructor({ order, routes }: StoredOrder, parts: LiveOrderParts) {
    this.id = order.id;
    this.by = order.by;
    this.choices = { lobby: order.lobby, settings: order.settings };
    this.#routes = new Map(routes);
    this.#parts = parts;
    this.#timers = new NamedTimers(parts.clock);
    this.#items = new OrderItems(order.items);
    this.#announced = new AnnouncedOrder(order, parts);
    this.#stateOnRecord = order.state;
    this.#isPaused = order.state === 'paused';
    this.#wentOnAtMs = Math.max(...order.items.map(wentOnAtMs));
    for (const item of order.items) this.#setTimer(item);
    this.#watchExpiry();
  }

  /** By item id: where each goes through. */
  get routes(): ReadonlyMap<string, Route> {
    return this.#routes;
  }

  /** Notes what of an item's person is muted, as long as they are seen. It is saved with what comes next of the item. */
  sawMutes(itemId: string, muted: Participant['muted']): void {
    const route = this.#routes.get(itemId);
    const known = route?.who?.muted;
    if (!route?.who || (known?.audio === muted.audio && known.video === muted.video)) return;
    this.#routes.set(itemId, { ...route, who: { ...route.who, muted } });
  }

  /** Whether nothing is to be sent until somebody says so. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** The order as others may know it. */
  get announced(): Order {
    return this.#announced.order;
  }

  /** Its state as others may know it. */
  get state(): OrderState {
    return this.#announced.state;
  }

  /** Every item has come to its end for good, and that is on record. */
  get isDone(): boolean {
    return this.#isSaved && this.#items.unsettled === 0;
  }

  /** Whether nothing waits to be sent any more. */
  get isAllSent(): boolean {
    return this.#items.queued === 0;
  }

  item(id: string): Item | null {
    return this.#items.get(id);
  }

  items(): IterableIterator<Item> {
    return this.#items.all();
  }

  /** Changes one item by a fact. It is saved behind it, with others. @returns whether the item is different by it */
  apply(itemId: string, fact: ItemFact): boolean {
    const before = this.item(itemId);
    const after = before && itemAfter(before, fact);
    if (!before || !after || after === before) return false;
    this.#items.set(after);
    // Nothing is left to be held back, and what is tried again later goes.
    if (this.isAllSent) this.#isPaused = false;
    this.#wentOnAtMs = Math.max(this.#wentOnAtMs, wentOnAtMs(after));
    this.#setTimer(after);
    const isOver = this.#items.open === 0;
    if (!this.#items.isNewEnd(after)) this.#announced.set([after], isOver ? this.#announced.state : this.#state());
    this.#saveWithin(isOver && after.state !== before.state ? 0 : this.#savePauseMs);
    return true;
  }

  /** Puts on record that these items are being sent. Rejects if that failed; the order goes on trying to save itself. */
  sending(itemIds: readonly string[]): Promise<void> {
    const at = rfc3339(this.#parts.clock.now());
    for (const id of itemIds) this.apply(id, { fact: 'sending', at });
    return this.#saves.ask();
  }

  /** Holds what is queued back from now on. Settles once that is on record, with who did it. */
  pause(entry: AuditEntry): Promise<void> {
    this.#isPaused = true;
    this.#timers.cancel('expiry');
    return this.#saveWith(entry);
  }

  /** Lets what is queued go on, by the verdicts of this moment: their minute begins anew. */
  resume(facts: ReadonlyMap<string, ItemFact>, entry: AuditEntry): Promise<void> {
    this.#isPaused = false;
    return this.change(facts, entry);
  }

  /** Changes items at somebody's wish, by item id. Settles once that is on record, with who did it: once, also if it was asked for before and not saved. */
  change(facts: ReadonlyMap<string, ItemFact>, entry: AuditEntry): Promise<void> {
    const changed = [...facts].filter(([id, fact]) => this.apply(id, fact));
    this.#watchExpiry();
    return changed.length === 0 ? this.#saves.ask() : this.#saveWith(entry);
  }

  /** Adds items. Settles once they are on record, with who added them. */
  add(items: readonly Item[], routes: ReadonlyMap<string, Route>, entry: AuditEntry): Promise<void> {
    for (const item of items) {
      this.#routes.set(item.id, routes.get(item.id) ?? unknownRoute);
      this.#items.set(item);
      this.#wentOnAtMs = Math.max(this.#wentOnAtMs, wentOnAtMs(item));
    }
    this.#watchExpiry();
    return this.#saveWith(entry);
  }

  /** Settles when the order has been saved the next time, or following stops. */
  saved(): Promise<void> {
    return new Promise((resolve) => void this.#onceSaved.push(resolve));
  }

  /**
   * Settles when an item has come to its end for good and that is on record, or following stops: until then its person may yet be on their
   * way, or would seem to be after a crash.
   */
  ended(itemId: string): Promise<void> {
    const item = this.item(itemId);
    if (this.#stopped || !item || (isFinal(item.state) && !this.#items.isNewEnd(item))) return Promise.resolve();
    return new Promise((resolve) => void this.#ending.set(itemId, [...(this.#ending.get(itemId) ?? []), resolve]));
  }

  /** Stops the clocks and saves what is not on record yet. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timers.stop();
    this.#announced.stop();
    for (const id of [...this.#ending.keys()]) this.#tellEnded(id);
    if (!this.#isSaved) await this.#saves.ask().catch(() => undefined);
  }

  get #isSaved(): boolean {
    return this.#items.isSaved && this.#entries.length === 0;
  }

  get #savePauseMs(): number {
    return this.#items.queued > 0 && !this.#isPaused ? saveWithNextMs : saveSoonMs;
  }

  #saveWith(entry: AuditEntry): Promise<void> {
    this.#entries = [...this.#entries, entry];
    return this.#saves.ask();
  }

  #state(): OrderState {
    if (this.#items.open === 0) return 'settled';
    if (this.#isPaused && this.#items.queued > 0) return 'paused';
    return this.#items.queued === this.#items.size ? 'queued' : 'running';
  }

  #tellEnded(itemId: string): void {
    for (const tell of this.#ending.get(itemId) ?? []) tell();
    this.#ending.delete(itemId);
  }

  #saveWithin(delayMs: number): void {
    if (delayMs === 0) this.#trySave();
    else if (!this.#timers.has('save')) this.#timers.set('save', delayMs, () => this.#trySave());
  }

  /** A save whose failure nobody waits for: there is another one. */
  #trySave(): void {
    void this.#saves.ask().catch(() => undefined);
  }

  async #saveLatest(gathered: () => void): Promise<void> {
    const change = await this.#parts.save((landed) => {
      if (landed) this.#isOnRecord(landed, this.#announced.state);
      gathered();
      return this.#gather();
    });
    this.#isOnRecord(change, change.state);
    for (const tell of this.#onceSaved.splice(0)) tell();
    this.#parts.saved(this);
  }

  /** @param toldState the order's state as others may know it from now on */
  #isOnRecord({ items, state, entries }: LiveChange, toldState: OrderState): void {
    this.#stateOnRecord = state;
    this.#entries = this.#entries.slice(entries.length);
    for (const item of items) {
      this.#items.saved(item);
      if (isFinal(item.state)) this.#tellEnded(item.id);
    }
    this.#announced.set(items.flatMap((item) => this.#items.tellable(item) ?? []), toldState);
  }

  #gather(): LiveChange {
    this.#timers.cancel('save');
    const items = this.#items.unsaved();
    const state = this.#state();
    const ended = items.filter((item) => this.#items.isNewEnd(item));
    return { id: this.id, state, isNewState: state !== this.#stateOnRecord, items, routes: this.#routes, ended, entries: this.#entries };
  }

  #saveLater(error: unknown): void {
    this.#parts.log.error({ err: error, order: this.id }, 'an order could not be saved; trying again');
    this.#timers.set('save', saveAgainMs, () => this.#trySave());
  }

  #setTimer(item: Item): void {
    const deadline = deadlineOf(item);
    this.#timers.cancel(item.id);
    if (deadline === null) return;
    this.#timers.set(item.id, deadline - this.#parts.clock.now(), () => this.#parts.timeUp(this, this.item(item.id) ?? item));
  }

  /** Looks after the minute within which the order has to go on while it has items that are queued. */
  #watchExpiry(): void {
    if (this.#items.queued > 0 && !this.#isPaused) this.#timers.set('expiry', this.#wentOnAtMs + expiryMs - this.#parts.clock.now(), () => this.#expire());
  }

  #expire(): void {
    const now = this.#parts.clock.now();
    if (now < this.#wentOnAtMs + expiryMs) return this.#watchExpiry();
    const late = [...this.#items.all()].filter(({ state }) => state === 'queued');
    for (const { id } of late) this.apply(id, { fact: 'expired', at: rfc3339(now) });
  }
}
