import { sameEndpoint } from '@/server/bridge-client/bridge-address';
import type { ListedCallBridge } from '@/server/bridge-client/bridge-objects';

/** What tells which cluster a bridge is in. */
export interface ClusterEvidence {
  readonly address: string;
  readonly clusterId: string | null;
  /** The bridges that it lists; empty for a single unit, null where it has not been asked yet. */
  readonly peers: readonly ListedCallBridge[] | null;
}

/**
 * Whether two bridges are of one cluster: they name the same `clusterId`, or share an entry of `/callBridges` (which lives in
 * the cluster's database), or one lists the other's address. Source: docs/cms-wire.md, sections 1.4 and 3.
 */
export function isSameCluster(one: ClusterEvidence, other: ClusterEvidence): boolean {
  if (one.clusterId !== null && one.clusterId === other.clusterId) return true;
  const ids = new Set(one.peers?.map(({ id }) => id));
  if (other.peers?.some(({ id }) => ids.has(id))) return true;
  return lists(one, other) || lists(other, one);
}

/** What to call a cluster: the SIP domain, if all its bridges have the same; else the name of the bridge at hand. */
export function clusterName(peers: readonly ListedCallBridge[], bridgeName: string): string {
  const domains = new Set(peers.map(({ sipDomain }) => sipDomain));
  const [domain] = domains;
  return domains.size === 1 && domain ? domain : bridgeName;
}

function lists(one: ClusterEvidence, other: ClusterEvidence): boolean {
  return one.peers?.some(({ address }) => address !== null && sameEndpoint(address, other.address)) ?? false;
}
