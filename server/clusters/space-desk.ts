import type { SpaceTarget } from '@/lib/move/target';
import { saysUnknown } from '@/server/bridge-client/answer-reading';
import type { Beginning, CallDetails, ListedCall } from '@/server/bridge-client/bridge-objects';
import type { Clock } from '@/server/bridge-client/clock';
import type { ClusterRegistry } from '@/server/clusters/cluster-registry';
import type { FeedSet } from '@/server/feeds/feed-set';
import { readBeginning } from '@/server/feeds/read-meeting-rules';
import { BoundedMemory } from '@/server/inventory/bounded-memory';
import type { MeetingRules } from '@/server/inventory/facts';
import type { Inventory } from '@/server/inventory/inventory';

/** What a bridge said of a space when it was asked last. */
export type SpaceSeen =
  | { readonly exists: false }
  /** `like` is null if not all could be read. */
  | { readonly exists: true; readonly name: string; readonly like: SpaceRules | null };

/** How meetings in a space are. */
export interface SpaceRules {
  readonly rules: MeetingRules;
  readonly begins: Beginning;
}

/** Spaces and the calls in them, as the bridges say when they are asked: where nobody is, nothing is in any picture. */
export interface SpaceDesk {
  /** Reads what a space is like. Settles once {@link find} knows, and after a second in any case. */
  look(space: SpaceTarget): Promise<void>;
  /** What was read of a space within the last half minute; null where nothing was. */
  find(space: SpaceTarget): SpaceSeen | null;
  /** A bridge's calls in a space; null if it does not say. */
  callsIn(callBridge: string, space: string): Promise<readonly ListedCall[] | null>;
  /** A bridge's call: `gone` if it says that there is none; null if it does not say. */
  callOf(callBridge: string, call: string): Promise<CallDetails | 'gone' | null>;
}

/** Whoever is about to move somebody does not wait longer than this. */
const patienceMs = 1_000;
/** What was read of a space longer ago may be otherwise by now. */
const freshMs = 30_000;
const mostRemembered = 500;

interface Parts {
  readonly registry: ClusterRegistry;
  readonly feeds: Pick<FeedSet, 'clientOf'>;
  readonly inventory: Inventory;
  readonly clock: Clock;
}

export class LiveSpaceDesk implements SpaceDesk {
  readonly #parts: Parts;
  readonly #seen = new BoundedMemory<string, { readonly seen: SpaceSeen; readonly atMs: number }>(mostRemembered);
  readonly #looks = new Map<string, Promise<void>>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async look(space: SpaceTarget): Promise<void> {
    const key = keyOf(space);
    const over = () => void this.#looks.delete(key);
    const look = this.#looks.get(key) ?? this.#read(space).finally(over);
    this.#looks.set(key, look);
    await new Promise<void>((resolve, reject) => {
      const cancel = this.#parts.clock.after(patienceMs, resolve);
      look.finally(cancel).then(resolve, reject);
    });
  }

  find(space: SpaceTarget): SpaceSeen | null {
    const found = this.#seen.get(keyOf(space));
    return found && this.#parts.clock.now() - found.atMs < freshMs ? found.seen : null;
  }

  async callsIn(callBridge: string, space: string): Promise<readonly ListedCall[] | null> {
    const answer = await this.#parts.feeds.clientOf(callBridge)?.reader.callsIn(space);
    return answer?.ok ? answer.value : null;
  }

  async callOf(callBridge: string, call: string): Promise<CallDetails | 'gone' | null> {
    const answer = await this.#parts.feeds.clientOf(callBridge)?.reader.call(call);
    if (answer?.ok) return answer.value;
    return answer && saysUnknown(answer.error) ? 'gone' : null;
  }

  async #read(space: SpaceTarget): Promise<void> {
    const { registry, inventory, feeds, clock } = this.#parts;
    const bridge = registry.bridgesOf(space.cluster).find(({ id }) => inventory.picture.callBridges.get(id)?.state === 'connected');
    const reader = bridge && feeds.clientOf(bridge.id)?.reader;
    if (!reader) return;
    const [named, like] = await Promise.all([reader.space(space.space), readBeginning(reader, space.space)]);
    const atMs = clock.now();
    if (named.ok) this.#seen.set(keyOf(space), { seen: { exists: true, name: named.value.name, like }, atMs });
    else if (saysUnknown(named.error)) this.#seen.set(keyOf(space), { seen: { exists: false }, atMs });
  }
}

function keyOf({ space, cluster }: SpaceTarget): string {
  return `${cluster}/${space}`;
}
