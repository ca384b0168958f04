import { holdsCluster, isInScope, seesCluster, type Scope } from '@/lib/access/scope';
import type { FoundSpaces, Space } from '@/lib/meeting/space';
import { ProblemError } from '@/lib/problem/problem';
import type { Part } from '@/server/bridge-client/collection';
import type { Clock } from '@/server/bridge-client/clock';
import type { ListedSpace } from '@/server/bridge-client/bridge-objects';
import type { ClusterRegistry } from '@/server/clusters/cluster-registry';
import { inTime } from '@/server/clusters/in-time';
import type { FeedSet } from '@/server/feeds/feed-set';
import type { Inventory } from '@/server/inventory/inventory';

const mostSpaces = 50;
/** Of a cluster of which the caller may see only some spaces so many are looked through, since a bridge cannot tell which. */
const mostLookedThrough = 200;
/** Somebody waits for the answer with a finger on the keyboard. */
const patienceMs = 3_000;
/** Searches under way: each is a few reads in the line of a bridge, behind all others. */
const mostAtOnce = 24;

export interface SpaceQuestion {
  /** Any part of a name or address; empty for all. */
  readonly search: string;
  /** Id or name of the only cluster to ask. */
  readonly cluster: string | undefined;
  readonly scope: Scope | null;
}

interface Parts {
  readonly registry: ClusterRegistry;
  readonly feeds: Pick<FeedSet, 'clientOf'>;
  readonly inventory: Inventory;
  readonly clock: Clock;
}

/** Looks for spaces on the bridges: spaces without a meeting are in no inventory. */
export class SpaceSearch {
  readonly #parts: Parts;
  /** Searches under way, so that the same question is asked once. */
  readonly #asked = new Map<string, Promise<Part<ListedSpace> | null>>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The spaces of all clusters that fit, each cluster asked at one of its bridges. Problem: `too-many-requests`. */
  async find({ search, cluster: wanted, scope }: SpaceQuestion): Promise<FoundSpaces> {
    const clusters = this.#parts.registry
      .clusters()
      .filter(({ id, name }) => seesCluster(scope, id) && (wanted === undefined || wanted === id || wanted === name));
    const answers = await Promise.all(
      clusters.map(async ({ id, name }) => {
        const part = await inTime(this.#parts.clock, patienceMs, this.#ask(id, search, holdsCluster(scope, id) ? mostSpaces : mostLookedThrough), null);
        const items = part?.items.map((space): Space => ({ ...space, cluster: { id, name } })) ?? [];
        const seen = items.filter((space) => isInScope(scope, { cluster: id, space: space.id }));
        return { id, seen, total: holdsCluster(scope, id) ? (part?.total ?? 0) : seen.length, isAnswered: part !== null };
      }),
    );
    const seen = answers.flatMap((answer) => answer.seen).sort(byName);
    return {
      items: seen.slice(0, mostSpaces),
      total: answers.reduce((sum, { total }) => sum + total, 0),
      unanswered: answers.filter(({ isAnswered }) => !isAnswered).map(({ id }) => id),
    };
  }

  /** Null where no bridge of the cluster is there, or the one that was asked does not say. */
  #ask(cluster: string, search: string, most: number): Promise<Part<ListedSpace> | null> {
    const question = JSON.stringify([cluster, search, most]);
    const asked = this.#asked.get(question);
    if (asked) return asked;
    const { registry, inventory, feeds } = this.#parts;
    const bridge = registry.bridgesOf(cluster).find(({ id }) => inventory.picture.callBridges.get(id)?.state === 'connected');
    const reader = bridge && feeds.clientOf(bridge.id)?.detailReader;
    if (!reader) return Promise.resolve(null);
    if (this.#asked.size >= mostAtOnce) {
      throw new ProblemError('too-many-requests', 'Too many searches for spaces are under way. Try again in a moment.', { retryAfterSeconds: 1 });
    }
    const answer = reader.spaces(search, most).then((part) => (part.ok ? part.value : null));
    this.#asked.set(question, answer);
    const over = () => void this.#asked.delete(question);
    answer.then(over, over);
    return answer;
  }
}

function byName(a: Space, b: Space): number {
  const order = (one: string, other: string) => one.localeCompare(other, 'en', { numeric: true });
  return order(a.name, b.name) || order(a.cluster.name, b.cluster.name) || (a.id < b.id ? -1 : 1);
}
