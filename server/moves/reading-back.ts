import type { Item, Present } from '@/lib/move/item';
import type { Clock } from '@/server/bridge-client/clock';
import type { Clusters } from '@/server/clusters/clusters';
import type { Inventory } from '@/server/inventory/inventory';
import type { LiveOrder } from '@/server/moves/live-order';
import { unknownRoute, type Route } from '@/server/moves/order-store';
import { latestOf, presentOf } from '@/server/moves/sighting';

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
  async ask(live: LiveOrder, item: Item): Promise<boolean | null> {
    const key = `${live.id} ${item.id}`;
    if (this.#asking.has(key)) return null;
    this.#asking.add(key);
    const route = live.routes.get(item.id) ?? unknownRoute;
    let isRead = await this.#read(item, route);
    // Bridges answer one after the other: whoever goes meanwhile is seen on both. Whoever was in the target, and after that still in the source, is in both.
    if (isRead && isInBoth(presentOf(item, route, this.parts.inventory))) isRead = await this.#read(item, route);
    if (isRead) this.#asking.delete(key);
    else this.parts.clock.after(readAgainMs, () => this.#again(live, item.id, key));
    return isRead;
  }

  #read({ participant, newParticipant }: Item, { homeBridge, targetCluster }: Route): Promise<boolean> {
    const { clusters, inventory } = this.parts;
    const bridges = [...inventory.picture.callBridges.values()].filter(
      (bridge) => bridge.state === 'connected' && (bridge.id === homeBridge || bridge.cluster.id === targetCluster),
    );
    const people = [newParticipant, latestOf(participant, inventory)?.id].flatMap((one) => one ?? []);
    return clusters.readBack(bridges.map((bridge) => bridge.id), people);
  }

  #again(live: LiveOrder, itemId: string, key: string): void {
    this.#asking.delete(key);
    this.onAgain(live, itemId);
  }
}

function isInBoth({ old, new: found }: Present): boolean {
  return old !== null && found !== null && (found.connected || found.inLobby);
}
