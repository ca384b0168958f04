import type { Item } from '@/lib/move/item';
import type { LiveOrder } from '@/server/moves/live-order';

/** Queued items of an earlier run, until their bridges have told of them: before that, who is not seen cannot be told from who is gone. */
export class HeldItems {
  readonly #held = new Map<LiveOrder, Set<string>>();

  get isEmpty(): boolean {
    return this.#held.size === 0;
  }

  add(live: LiveOrder, itemId: string): void {
    const items = this.#held.get(live) ?? new Set();
    this.#held.set(live, items.add(itemId));
  }

  /** Gives out those that need not wait any more: `isReady` says so of one that is still queued. */
  release(isReady: (live: LiveOrder, item: Item) => boolean, carryOut: (live: LiveOrder, item: Item) => void): void {
    for (const [live, items] of this.#held) {
      for (const id of items) {
        const item = live.item(id);
        if (item?.state === 'queued' && !isReady(live, item)) continue;
        items.delete(id);
        if (item?.state === 'queued') carryOut(live, item);
      }
      if (items.size === 0) this.#held.delete(live);
    }
  }
}
