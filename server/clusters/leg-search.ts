import { sipAddress } from '@/lib/move/recognition';
import type { ClusterRegistry } from '@/server/clusters/cluster-registry';
import type { FeedSet } from '@/server/feeds/feed-set';

/** Looks for call legs on all bridges of a cluster, as they are at this moment: the live picture may be a moment behind. */
export class LegSearch {
  constructor(private readonly parts: { readonly registry: ClusterRegistry; readonly feeds: Pick<FeedSet, 'clientOf'> }) {}

  /** The names of the bridges that have a leg with this SIP address; `unread` if one of them does not say. */
  async bridgesWith(cluster: string, address: string): Promise<readonly string[] | 'unread'> {
    const wanted = sipAddress(address);
    const answers = await Promise.all(
      this.parts.registry.bridgesOf(cluster).map(async ({ id, name }) => {
        const legs = await this.parts.feeds.clientOf(id)?.reader.callLegsWith(wanted);
        if (!legs?.ok) return 'unread';
        return legs.value.some(({ remoteParty, originalRemoteParty }) => [remoteParty, originalRemoteParty].some((party) => party !== null && sipAddress(party) === wanted)) ? name : null;
      }),
    );
    if (answers.length === 0 || answers.includes('unread')) return 'unread';
    return answers.filter((name) => name !== null);
  }
}
