import type { Tracing, WantedMinutes } from '@/lib/meeting/tracing';
import { ProblemError } from '@/lib/problem/problem';
import { saysUnknown } from '@/server/bridge-client/answer-reading';
import type { BridgeClient } from '@/server/bridge-client/bridge-client';
import type { TimedLogging } from '@/server/bridge-client/bridge-objects';
import type { ClusterRegistry } from '@/server/clusters/cluster-registry';
import type { FeedSet } from '@/server/feeds/feed-set';

interface Parts {
  readonly registry: Pick<ClusterRegistry, 'bridge'>;
  readonly feeds: Pick<FeedSet, 'clientOf'>;
}

const byHand = 'This call bridge cannot be told by the API: switch it on in its web interface under Logs > Detailed tracing.';
const observed = 'The cluster is only observed, so nothing is set on it. Set its mode to "operate", or switch tracing on in the web interface of the call bridge under Logs > Detailed tracing.';

/**
 * Has bridges write the requests to their API into their logs, for a time. The time runs on the bridge, so that it ends whatever becomes
 * of Usher. Source: docs/cms-wire.md, section 8.6.
 */
export class ApiTracing {
  constructor(private readonly parts: Parts) {}

  /** As the bridge says right now. Problems: `not-found`, `bridge-unreachable`, `bridge-refused`. */
  async stateOf(id: string): Promise<Tracing> {
    const { name } = this.parts.registry.bridge(id);
    const told = await this.#read(this.#clientOf(id));
    return { callBridge: { id, name }, secondsLeft: told?.secondsLeft ?? null, unavailable: told === null ? byHand : null };
  }

  /** Switches it on for so long from now on, or off with 0. Problems: those of reading, `conflict`, `cluster-observe-only`. */
  async change(id: string, minutes: WantedMinutes): Promise<Tracing> {
    const client = this.#clientOf(id);
    const told = await this.#read(client);
    if (told === null) throw new ProblemError('conflict', byHand);
    const taken = await client.writer.traceFor(told.parameter, minutes * 60);
    if (!taken.ok) throw new ProblemError(taken.error.code, taken.error.code === 'cluster-observe-only' ? observed : taken.error.detail);
    const state = await this.stateOf(id);
    if (minutes > 0 && state.secondsLeft === 0) throw new ProblemError('bridge-refused', `${state.callBridge.name} took the request, but says that tracing is off.`);
    return state;
  }

  #clientOf(id: string): BridgeClient {
    const client = this.parts.feeds.clientOf(id);
    if (!client) throw new ProblemError('not-found', 'There is no such call bridge.');
    return client;
  }

  /** @returns null where the bridge has no such thing */
  async #read({ reader }: BridgeClient): Promise<TimedLogging | null> {
    const answer = await reader.timedLogging();
    if (answer.ok) return answer.value;
    if (saysUnknown(answer.error)) return null;
    throw new ProblemError(answer.error.code, answer.error.detail);
  }
}
