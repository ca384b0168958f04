import type { RegisteredBridge } from '@/server/clusters/cluster-registry';
import type { StoredCluster } from '@/server/clusters/cluster-store';

/** What the emulator's control port says of itself, as far as bridges go. */
export interface EmulatorHandover {
  /** Its certificate authority, PEM. */
  readonly authority: string;
  readonly account: { readonly user: string; readonly password: string };
  readonly nodes: readonly EmulatorNode[];
}

export interface EmulatorNode {
  readonly kind: string;
  readonly name: string;
  readonly cluster: string;
  readonly https: string;
}

/** Bridges and clusters of the emulator, by ids that stay the same from start to start. They are reached over HTTPS. */
export function emulatorBridges(
  { authority, account, nodes }: EmulatorHandover,
  nowMs: number,
): { clusters: StoredCluster[]; bridges: RegisteredBridge[] } {
  const callBridges = nodes.filter(({ kind }) => kind === 'call-bridge');
  const clusterNames = [...new Set(callBridges.map(({ cluster }) => cluster))];
  return {
    clusters: clusterNames.map((name) => ({
      id: clusterId(name),
      name,
      mode: 'operate',
      origin: 'emulator',
      // A rehearsal shows all there is, and nobody else needs the slots of its bridges.
      cdr: true,
      createdAtMs: nowMs,
      modeSinceMs: nowMs,
    })),
    bridges: callBridges.map(({ name, cluster, https }) => ({
      id: `emulator-${name}`,
      clusterId: clusterId(cluster),
      name,
      address: https,
      username: account.user,
      password: account.password,
      trust: { kind: 'authority', value: authority },
      createdAtMs: nowMs,
      origin: 'emulator',
    })),
  };
}

function clusterId(name: string): string {
  return `emulator-${name}`;
}
