import type { SpaceTarget } from '@/lib/move/target';
import { ProblemError } from '@/lib/problem/problem';
import { saysUnknown } from '@/server/bridge-client/answer-reading';
import type { Clock } from '@/server/bridge-client/clock';
import type { ClusterRegistry } from '@/server/clusters/cluster-registry';
import { inTime } from '@/server/clusters/in-time';
import type { FeedSet } from '@/server/feeds/feed-set';
import { BoundedMemory } from '@/server/inventory/bounded-memory';
import type { Inventory } from '@/server/inventory/inventory';

/** All numeric ids by which browsers come into a space, and which bridge says so. */
export interface SpaceNumericIds {
  readonly name: string;
  readonly ids: readonly string[];
  readonly callBridge: string;
}

/** `none`: the cluster has no such space. */
export type FoundNumericIds = SpaceNumericIds | 'none' | 'unanswered';

/** Somebody waits for a diagnosis. */
const patienceMs = 3_000;
/** What was read of a space longer ago may be otherwise by now. */
const freshMs = 60_000;
const mostRemembered = 500;
/** Spaces that are being read, for all callers together: each stands in the line of a bridge, behind everything else. */
const mostAtOnce = 50;

interface Parts {
  readonly registry: Pick<ClusterRegistry, 'bridgesOf'>;
  readonly feeds: Pick<FeedSet, 'clientOf'>;
  readonly inventory: Pick<Inventory, 'picture'>;
  readonly clock: Clock;
}

/** Reads from a bridge by which numeric ids one comes into a space: its own, and those of all its access methods. Whether somebody may know is for the caller to decide. */
export class NumericIds {
  readonly #parts: Parts;
  readonly #read = new BoundedMemory<string, { readonly found: FoundNumericIds; readonly atMs: number }>(mostRemembered);
  readonly #asked = new Map<string, Promise<FoundNumericIds>>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Answers within three seconds, by what was read in the last minute where something was. Problem: `too-many-requests`. */
  async of(space: SpaceTarget): Promise<FoundNumericIds> {
    const { clock } = this.#parts;
    const known = this.#read.get(keyOf(space));
    if (known && clock.now() - known.atMs < freshMs) return known.found;
    return inTime(clock, patienceMs, this.#ask(space), 'unanswered' as const);
  }

  #ask(space: SpaceTarget): Promise<FoundNumericIds> {
    const key = keyOf(space);
    const asked = this.#asked.get(key);
    if (asked) return asked;
    if (this.#asked.size >= mostAtOnce) {
      throw new ProblemError('too-many-requests', 'Too many spaces are being looked up. Try again in a moment.', { retryAfterSeconds: 1 });
    }
    const answer = this.#answer(space).then((found) => {
      if (found !== 'unanswered') this.#read.set(key, { found, atMs: this.#parts.clock.now() });
      return found;
    });
    this.#asked.set(key, answer);
    const over = () => void this.#asked.delete(key);
    answer.then(over, over);
    return answer;
  }

  async #answer({ space, cluster }: SpaceTarget): Promise<FoundNumericIds> {
    const { registry, inventory, feeds } = this.#parts;
    const bridge = registry.bridgesOf(cluster).find(({ id }) => inventory.picture.callBridges.get(id)?.state === 'connected');
    const reader = bridge && feeds.clientOf(bridge.id)?.detailReader;
    if (!reader) return 'unanswered';
    const [own, methods] = await Promise.all([reader.space(space), reader.accessMethodIds(space)]);
    if (!own.ok) return saysUnknown(own.error) ? 'none' : 'unanswered';
    // Half of the ids would have the others taken for another space's.
    if (!methods.ok) return 'unanswered';
    const { name, callId } = own.value;
    return { name, ids: [...new Set([...(callId === null ? [] : [callId]), ...methods.value])], callBridge: bridge.name };
  }
}

function keyOf({ space, cluster }: SpaceTarget): string {
  return `${cluster}/${space}`;
}
