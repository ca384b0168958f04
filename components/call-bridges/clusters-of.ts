import type { CallBridge, ClusterMode } from '@/lib/meeting/call-bridge';
import { compareNames } from '@/lib/meeting/compare-names';

export interface ClusterOfBridges {
  readonly id: string;
  readonly name: string;
  readonly mode: ClusterMode;
  readonly origin: CallBridge['origin'];
  /** Whether its bridges are to send their call detail records. */
  readonly cdr: boolean;
  readonly bridges: readonly CallBridge[];
}

/** The bridges, put together by cluster, by name. */
export function clustersOf(bridges: readonly CallBridge[]): ClusterOfBridges[] {
  const byId = new Map<string, CallBridge[]>();
  for (const bridge of bridges) byId.set(bridge.cluster.id, [...(byId.get(bridge.cluster.id) ?? []), bridge]);
  return [...byId.values()]
    .flatMap((members) => {
      const [first] = members;
      return first ? [{ ...first.cluster, origin: first.origin, cdr: members.some(({ feeds }) => feeds.cdr !== 'off'), bridges: members }] : [];
    })
    .sort((a, b) => compareNames(a.name, b.name));
}
