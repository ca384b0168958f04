import type { Item } from '@/lib/move/item';
import type { Order, OrderState } from '@/lib/move/order';
import type { Clock } from '@/server/bridge-client/clock';

export interface AnnounceParts {
  readonly clock: Clock;
  announce(order: Order): void;
}

/**
 * An order as others may know it. It is announced whole, so an order of n items is announced every n milliseconds at the most
 * often, and once more with what came last; of one person, whenever something is known.
 */
export class AnnouncedOrder {
  readonly #parts: AnnounceParts;
  readonly #items: Map<string, Item>;
  #order: Order;
  /** Whether `#order` is what the items are. */
  #isCurrent = true;
  #isUntold = false;
  #pausing: (() => void) | null = null;

  constructor(order: Order, parts: AnnounceParts) {
    this.#parts = parts;
    this.#order = order;
    this.#items = new Map(order.items.map((item) => [item.id, item]));
  }

  get order(): Order {
    if (!this.#isCurrent) this.#order = { ...this.#order, items: [...this.#items.values()] };
    this.#isCurrent = true;
    return this.#order;
  }

  get state(): OrderState {
    return this.#order.state;
  }

  set(items: readonly Item[], state: OrderState): void {
    const isNew = state !== this.#order.state || items.some((item) => this.#items.get(item.id) !== item);
    if (!isNew) return;
    for (const item of items) this.#items.set(item.id, item);
    this.#isCurrent = false;
    if (state !== this.#order.state) this.#order = { ...this.#order, state };
    this.#isUntold = true;
    this.#tell(state === 'settled');
  }

  stop(): void {
    this.#pausing?.();
    this.#pausing = null;
  }

  #tell(isLast: boolean): void {
    if (!this.#isUntold || (this.#pausing && !isLast)) return;
    this.stop();
    this.#isUntold = false;
    this.#parts.announce(this.order);
    const { size } = this.#items;
    if (size < 2) return;
    this.#pausing = this.#parts.clock.after(size, () => {
      this.#pausing = null;
      this.#tell(false);
    });
  }
}
