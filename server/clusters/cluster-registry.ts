import type { ClusterMode } from '@/lib/meeting/call-bridge';
import { ProblemError } from '@/lib/problem/problem';
import type { StoredBridge, StoredCluster } from '@/server/clusters/cluster-store';
import type { BridgeIdentity } from '@/server/feeds/bridge-condition';

/** A bridge that Usher follows: one of the rows, or one of the emulator's. */
export interface RegisteredBridge extends StoredBridge {
  readonly origin: 'configured' | 'emulator';
}

/** Which clusters and bridges there are right now, in memory; what is stored is the store's business. */
export class ClusterRegistry {
  readonly #clusters = new Map<string, StoredCluster>();
  readonly #bridges = new Map<string, RegisteredBridge>();

  clusters(): StoredCluster[] {
    return [...this.#clusters.values()];
  }

  /** Throws `not-found`. */
  cluster(id: string): StoredCluster {
    const cluster = this.#clusters.get(id);
    if (!cluster) throw new ProblemError('not-found', 'There is no such cluster.');
    return cluster;
  }

  bridges(): RegisteredBridge[] {
    return [...this.#bridges.values()];
  }

  bridgesOf(cluster: string): RegisteredBridge[] {
    return this.bridges().filter((bridge) => bridge.clusterId === cluster);
  }

  find(id: string): RegisteredBridge | null {
    return this.#bridges.get(id) ?? null;
  }

  /** Throws `not-found`. */
  bridge(id: string): RegisteredBridge {
    const bridge = this.#bridges.get(id);
    if (!bridge) throw new ProblemError('not-found', 'There is no such call bridge.');
    return bridge;
  }

  identityOf(id: string): BridgeIdentity {
    const { name, address, origin, clusterId } = this.bridge(id);
    const cluster = this.cluster(clusterId);
    return { id, name, address, origin, cluster: { id: cluster.id, name: cluster.name, mode: cluster.mode } };
  }

  /** The mode that holds for a bridge. One that is gone is only observed. */
  modeOf(id: string): ClusterMode {
    const bridge = this.#bridges.get(id);
    return (bridge && this.#clusters.get(bridge.clusterId)?.mode) ?? 'observe';
  }

  /** Whether a bridge is to send Usher its call detail records. */
  sendsCdr(id: string): boolean {
    const bridge = this.#bridges.get(id);
    return (bridge && this.#clusters.get(bridge.clusterId)?.cdr) ?? false;
  }

  putCluster(cluster: StoredCluster): void {
    this.#clusters.set(cluster.id, cluster);
  }

  putBridge(bridge: RegisteredBridge): void {
    this.#bridges.set(bridge.id, bridge);
  }

  /** Takes the cluster along if this was its last bridge. */
  removeBridge(id: string): void {
    const bridge = this.#bridges.get(id);
    this.#bridges.delete(id);
    if (bridge) this.endIfEmpty(bridge.clusterId);
  }

  endIfEmpty(cluster: string): void {
    if (this.bridgesOf(cluster).length === 0) this.#clusters.delete(cluster);
  }
}
