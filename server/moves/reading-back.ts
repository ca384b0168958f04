import type { Item } from '@/lib/move/item';
import type { Clock } from '@/server/bridge-client/clock';
import type { Clusters } from '@/server/clusters/clusters';
import type { Inventory } from '@/server/inventory/inventory';
import type { LiveOrder } from '@/server/moves/live-order';
import { unknownRoute } from '@/server/moves/order-store';
import { latestOf } from '@/server/moves/sighting';

/** After so long bridges are asked again that gave no answer, though nobody takes them to be away. */
const readAgainMs = 3_000;

/** Asks the bridges where the people of items are, once more before something is concluded: what events told may have been lost in part. */
export class ReadingBack {
  readonly #asking = new Set<string>();

  /** @param onAgain told when an item of which they could not all be read may be asked about again */
  constructor(
    private readonly parts: { readonly clock: Clock; readonly inventory: Inventory; readonly clusters: Pick<Clusters, 'readBack'> },
    private readonly onAgain: (live: LiveOrder, itemId: string) => void,
  ) {}

  /**
   * Has the inventory brought up to date with the bridge that an item's person left and with those where they may be, as far as they are
   * connected. @returns whether all of these could be read; null if that is being asked already, or was just now in vain
   */
  async ask(live: LiveOrder, { id, participant, newParticipant }: Item): Promise<boolean | null> {
    const key = `${live.id} ${id}`;
    if (this.#asking.has(key)) return null;
    this.#asking.add(key);
    const { clock, clusters, inventory } = this.parts;
    const { homeBridge, targetCluster } = live.routes.get(id) ?? unknownRoute;
    const bridges = [...inventory.picture.callBridges.values()].filter(
      (bridge) => bridge.state === 'connected' && (bridge.id === homeBridge || bridge.cluster.id === targetCluster),
    );
    const people = [newParticipant, latestOf(participant, inventory)?.id].flatMap((one) => one ?? []);
    const isRead = await clusters.readBack(bridges.map((bridge) => bridge.id), people);
    if (isRead) this.#asking.delete(key);
    else clock.after(readAgainMs, () => this.#again(live, id, key));
    return isRead;
  }

  #again(live: LiveOrder, itemId: string, key: string): void {
    this.#asking.delete(key);
    this.onAgain(live, itemId);
  }
}
