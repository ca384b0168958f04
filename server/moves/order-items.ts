import type { Item } from '@/lib/move/item';
import { isEnd, isFinal } from '@/lib/move/item-state';

/** The items of an order by id, with what of them is on record. Counted as they change, so that nobody has to look through them. */
export class OrderItems {
  readonly #items: Map<string, Item>;
  readonly #onRecord: Map<string, Item>;
  /** Ids of the items that differ from what is on record. */
  readonly #unsaved = new Set<string>();
  #counts = { queued: 0, open: 0, unsettled: 0 };

  constructor(items: readonly Item[]) {
    this.#items = new Map(items.map((item) => [item.id, item]));
    this.#onRecord = new Map(this.#items);
    for (const item of items) this.#count(item, 1);
  }

  get size(): number {
    return this.#items.size;
  }

  /** How many wait to be sent. */
  get queued(): number {
    return this.#counts.queued;
  }

  /** How many have not come to an end. */
  get open(): number {
    return this.#counts.open;
  }

  /** How many have not come to their end for good. */
  get unsettled(): number {
    return this.#counts.unsettled;
  }

  /** Whether all are on record as they are. */
  get isSaved(): boolean {
    return this.#unsaved.size === 0;
  }

  get(id: string): Item | null {
    return this.#items.get(id) ?? null;
  }

  all(): IterableIterator<Item> {
    return this.#items.values();
  }

  /** Changes an item, or adds one. */
  set(item: Item): void {
    const before = this.#items.get(item.id);
    if (before) this.#count(before, -1);
    this.#count(item, 1);
    this.#items.set(item.id, item);
    this.#unsaved.add(item.id);
  }

  /** What is not on record as it is. */
  unsaved(): Item[] {
    return [...this.#unsaved].flatMap((id) => this.#items.get(id) ?? []);
  }

  /** Takes down that an item is on record like this. It may have changed since. */
  saved(item: Item): void {
    this.#onRecord.set(item.id, item);
    if (this.#items.get(item.id) === item) this.#unsaved.delete(item.id);
  }

  /** Whether an item has come to another end than the one on record. */
  isNewEnd(item: Item): boolean {
    return isEnd(item.state) && this.#onRecord.get(item.id)?.state !== item.state;
  }

  /** What others may know of an item that was saved like this: all that came since, but for an end. Null if they know it. */
  tellable(saved: Item): Item | null {
    const now = this.#items.get(saved.id) ?? saved;
    if (!this.isNewEnd(now)) return now;
    return isEnd(saved.state) ? saved : null;
  }

  #count({ state }: Item, by: 1 | -1): void {
    if (state === 'queued') this.#counts.queued += by;
    if (!isEnd(state)) this.#counts.open += by;
    if (!isFinal(state)) this.#counts.unsettled += by;
  }
}
