import { isInScope, seesCluster, type Scope } from '@/lib/access/scope';
import type { Space, SpaceId, SpacesById } from '@/lib/meeting/space';
import { ProblemError } from '@/lib/problem/problem';
import { saysUnknown } from '@/server/bridge-client/answer-reading';
import type { Clock } from '@/server/bridge-client/clock';
import type { ClusterRegistry } from '@/server/clusters/cluster-registry';
import { inTime } from '@/server/clusters/in-time';
import type { FeedSet } from '@/server/feeds/feed-set';
import type { Inventory } from '@/server/inventory/inventory';

/** Somebody looks at a list that waits for its names. */
const patienceMs = 3_000;
/** Reads under way, of all callers together: each stands in the line of a bridge, behind everything else. */
const mostAtOnce = 200;

interface Parts {
  readonly registry: Pick<ClusterRegistry, 'clusters' | 'bridgesOf'>;
  readonly feeds: Pick<FeedSet, 'clientOf'>;
  readonly inventory: Pick<Inventory, 'picture'>;
  readonly clock: Clock;
}

type Found = Space | 'none' | 'unanswered';

/** Spaces of which only the ids are known, such as those that a role is limited to: what they are called is read from the bridges. */
export class SpaceLookup {
  readonly #parts: Parts;
  /** Reads under way, so that each space is read once for whoever asks. */
  readonly #asked = new Map<string, Promise<Found>>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * Spaces by their ids, as far as the scope holds them. One that is neither in `items` nor in `unanswered` is not there: its cluster says so, or is
   * none of those that are connected. Problem: `too-many-requests`.
   */
  async find(spaces: readonly SpaceId[], scope: Scope | null): Promise<SpacesById> {
    const wanted = new Map(spaces.filter(({ cluster, id }) => seesCluster(scope, cluster) && isInScope(scope, { cluster, space: id })).map((space) => [keyOf(space), space]));
    const answers = await Promise.all(Array.from(wanted.values(), async (space) => ({ space, found: await inTime(this.#parts.clock, patienceMs, this.#ask(space), 'unanswered' as const) })));
    return {
      items: answers.flatMap(({ found }) => (typeof found === 'string' ? [] : [found])),
      unanswered: answers.flatMap(({ space, found }) => (found === 'unanswered' ? [space] : [])),
    };
  }

  #ask(space: SpaceId): Promise<Found> {
    const key = keyOf(space);
    const asked = this.#asked.get(key);
    if (asked) return asked;
    if (this.#asked.size >= mostAtOnce) {
      throw new ProblemError('too-many-requests', 'Too many spaces are being looked up. Try again in a moment.', { retryAfterSeconds: 1 });
    }
    const answer = this.#read(space);
    this.#asked.set(key, answer);
    const over = () => void this.#asked.delete(key);
    answer.then(over, over);
    return answer;
  }

  async #read({ cluster: clusterId, id }: SpaceId): Promise<Found> {
    const { registry, inventory, feeds } = this.#parts;
    const cluster = registry.clusters().find((one) => one.id === clusterId);
    if (!cluster) return 'none';
    const bridge = registry.bridgesOf(clusterId).find((one) => inventory.picture.callBridges.get(one.id)?.state === 'connected');
    const answer = await (bridge && feeds.clientOf(bridge.id)?.detailReader.space(id));
    if (!answer) return 'unanswered';
    if (!answer.ok) return saysUnknown(answer.error) ? 'none' : 'unanswered';
    const { name, uri, callId } = answer.value;
    return { id, name, uri, callId, cluster: { id: cluster.id, name: cluster.name } };
  }
}

function keyOf({ cluster, id }: SpaceId): string {
  return `${cluster}/${id}`;
}
