import { isEnd } from '@/lib/move/item-state';
import type { Order } from '@/lib/move/order';
import { topic, type LiveStore } from '@/components/live/live-store';
import { dismissTraffic, expireTraffic, nextExpiry, seeOrders, type Traffic, type TrafficState } from '@/components/move/traffic';
import { indexTraffic, type TrafficIndex } from '@/components/move/traffic-index';

const none: readonly Traffic[] = [];

export interface OwnOrder {
  readonly handle: string;
  /** As it was when it was made. */
  readonly first: Order;
}

/** Holds the traffic of this page: fed by the orders of the live store, cleared by the clock. */
export class TrafficStore {
  readonly #live: LiveStore;
  /** Orders that this page made, with the caller's handle for each; and those of them whose end is not shown yet. */
  readonly #own = new Map<string, OwnOrder>();
  readonly #unshown = new Set<string>();
  readonly #held = new Set<string>();
  readonly #listeners = new Set<() => void>();
  /** Orders as they were last seen: of many that run, those that changed are looked through. */
  #seen: ReadonlySet<Order> = new Set();
  #index: TrafficIndex = indexTraffic(new Map(), null);
  #state: TrafficState = new Map();
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(live: LiveStore) {
    this.#live = live;
  }

  /** Begins to follow the live store; returns the way to stop. */
  follow(): () => void {
    const stop = this.#live.subscribe(topic.orders, () => this.#see(this.#live.orders()));
    this.#see(this.#live.orders());
    return () => {
      stop();
      if (this.#timer) clearTimeout(this.#timer);
      this.#timer = null;
    };
  }

  get = (): TrafficState => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /**
   * An order that this page has made: it is shown even if it is over by now. The stream may already know better than
   * `order`. `handle` is the caller's, given back by {@link own}.
   */
  addOwn(order: Order, handle: string): void {
    this.#own.set(order.id, { handle, first: order });
    this.#unshown.add(order.id);
    this.#take([this.#live.picture.orders.get(order.id) ?? order]);
    this.#tell();
  }

  /** The orders that this page has made, by id. */
  own(): ReadonlyMap<string, OwnOrder> {
    return this.#own;
  }

  /** The traffic of one meeting, to it, from it or stranded in it; the same array until something about it changes. */
  of(meeting: string): readonly Traffic[] {
    return this.#index.byMeeting.get(meeting) ?? none;
  }

  isUnderWay(participant: string): boolean {
    return this.#index.underWay.has(participant);
  }

  dismiss(key: string): void {
    this.#become(dismissTraffic(this.#state, key));
  }

  /** Keeps a mark while somebody is at it, with the pointer or the keyboard; {@link letGo} lets its time run out. */
  hold(key: string): void {
    this.#held.add(key);
  }

  letGo(key: string): void {
    if (this.#held.delete(key)) this.#setTimer();
  }

  #see(orders: readonly Order[]): void {
    const changed = orders.filter((order) => !this.#seen.has(order));
    this.#seen = new Set(orders);
    this.#take(changed);
  }

  #take(changed: readonly Order[]): void {
    const now = Date.now();
    const seen = seeOrders(this.#state, changed, this.#unshown, now);
    for (const order of changed) if (order.items.every(({ state }) => isEnd(state))) this.#unshown.delete(order.id);
    this.#become(expireTraffic(seen, now, this.#held));
  }

  #become(state: TrafficState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#index = indexTraffic(state, this.#index);
    this.#tell();
    this.#setTimer();
  }

  #setTimer(): void {
    if (this.#timer) clearTimeout(this.#timer);
    const due = nextExpiry(this.#state, this.#held);
    this.#timer = due === null ? null : setTimeout(() => this.#expire(), due - Date.now() + 1);
  }

  #expire(): void {
    const left = expireTraffic(this.#state, Date.now(), this.#held);
    if (left === this.#state) this.#setTimer();
    else this.#become(left);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
