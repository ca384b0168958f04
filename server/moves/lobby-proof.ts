import type { Clusters } from '@/server/clusters/clusters';
import type { Inventory } from '@/server/inventory/inventory';
import type { LiveOrder } from '@/server/moves/live-order';

/**
 * Whether newcomers are past the lobby. No event tells: where a lobby was not opened for them it is asked of the bridge that they are
 * homed on, and until it has said so nobody has joined. Source: docs/cms-wire.md, section 2.5, `deactivated`.
 */
export class LobbyProof {
  readonly #proven = new WeakMap<LiveOrder, Set<string>>();
  readonly #asking = new Set<string>();

  /** @param onProven told when somebody turned out to be past the lobby */
  constructor(
    private readonly parts: { readonly inventory: Inventory; readonly clusters: Pick<Clusters, 'settingsOf'> },
    private readonly onProven: (live: LiveOrder, itemId: string) => void,
  ) {}

  /** False where it is not known yet: then it is being asked. */
  isPast(live: LiveOrder, itemId: string, newcomer: string): boolean {
    if (live.choices.lobby === 'open' || this.#proven.get(live)?.has(itemId)) return true;
    if (!this.#asking.has(newcomer)) void this.#ask(live, itemId, newcomer);
    return false;
  }

  async #ask(live: LiveOrder, itemId: string, newcomer: string): Promise<void> {
    const home = this.parts.inventory.participant(newcomer)?.callBridge.id;
    if (home === undefined) return;
    this.#asking.add(newcomer);
    const read = await this.parts.clusters.settingsOf(home, newcomer);
    this.#asking.delete(newcomer);
    if (read?.inLobby !== false) return;
    const proven = this.#proven.get(live) ?? new Set();
    this.#proven.set(live, proven.add(itemId));
    this.onProven(live, itemId);
  }
}
