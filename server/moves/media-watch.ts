import type { Item } from '@/lib/move/item';
import type { Clock } from '@/server/bridge-client/clock';
import type { Clusters } from '@/server/clusters/clusters';
import type { Inventory } from '@/server/inventory/inventory';
import type { LiveOrder } from '@/server/moves/live-order';

/** How long each look waits for the one before: media is there at once, or takes a while. */
const pausesMs = [300, 1_000, 3_000, 8_000];
/** After so long nobody looks any more. */
export const watchedForMs = 20_000;
/** So long after joining it is known whether there were any. */
export const silentAfterMs = watchedForMs + 1_000;

/**
 * Looks whether the bridge receives media from those who have joined. Nothing waits for it, and it is tried a few times only:
 * somebody who is muted sends none.
 */
export class MediaWatch {
  readonly #cancels = new Set<() => void>();

  /** @param onSeen told once, of an item whose newcomer is heard or seen */
  constructor(
    private readonly parts: { readonly clock: Clock; readonly inventory: Inventory; readonly clusters: Pick<Clusters, 'receivesMedia'> },
    private readonly onSeen: (live: LiveOrder, itemId: string) => void,
  ) {}

  /** Begins to look after an item that has just joined. */
  follow(live: LiveOrder, item: Item): void {
    this.#lookAfterPause(live, item, 0);
  }

  stop(): void {
    for (const cancel of this.#cancels) cancel();
    this.#cancels.clear();
  }

  #lookAfterPause(live: LiveOrder, item: Item, look: number): void {
    const pauseMs = pausesMs[look];
    if (pauseMs === undefined) return;
    const cancel = this.parts.clock.after(pauseMs, () => {
      this.#cancels.delete(cancel);
      // Looking takes requests of the bridges: what is still to be sent goes first, unless it is held back.
      if (!live.isAllSent && !live.isPaused) return this.#lookAfterPause(live, item, look);
      void this.#isHeard(item).then((heard) => (heard ? this.onSeen(live, item.id) : this.#lookAfterPause(live, item, look + 1)));
    });
    this.#cancels.add(cancel);
  }

  async #isHeard({ newParticipant }: Item): Promise<boolean> {
    const newcomer = newParticipant === null ? null : this.parts.inventory.participant(newParticipant);
    return newcomer !== null && this.parts.clusters.receivesMedia(newcomer.callBridge.id, newcomer.id);
  }
}
