import type { Logger } from 'pino';
import { ulid } from 'ulid';
import type { CallBridge, Cluster, ClusterMode } from '@/lib/meeting/call-bridge';
import { invalidField, ProblemError } from '@/lib/problem/problem';
import { readBridgeAddress, sameEndpoint, type BridgeAddress } from '@/server/bridge-client/bridge-address';
import type { BridgeError } from '@/server/bridge-client/bridge-error';
import type { ListedCallBridge } from '@/server/bridge-client/bridge-objects';
import type { BridgeAccess } from '@/server/bridge-client/bridge-transport';
import type { BridgeWriter } from '@/server/bridge-client/bridge-writer';
import { inspectCertificate } from '@/server/bridge-client/certificate';
import { rfc3339, type Clock } from '@/server/bridge-client/clock';
import { accessTo, addressOf, isReachedTheSame } from '@/server/clusters/bridge-access';
import type { CdrSlots } from '@/server/clusters/cdr-slots';
import type { AddInput, EditInput, InspectInput, TestInput } from '@/server/clusters/call-bridge-input';
import type { ClusterAdmin, DiscoveredBridge, Inspection, TestResult } from '@/server/clusters/cluster-admin';
import type { ClusterRegistry, RegisteredBridge } from '@/server/clusters/cluster-registry';
import type { ClusterStore, StoredCluster } from '@/server/clusters/cluster-store';
import { probe, type Probe } from '@/server/clusters/probe';
import { readSettings, type SettingsRead } from '@/server/clusters/read-settings';
import { clusterName, isSameCluster, type ClusterEvidence } from '@/server/clusters/same-cluster';
import type { SpaceDesk } from '@/server/clusters/space-desk';
import type { ClusterWord } from '@/server/feeds/bridge-feed';
import type { FeedSet } from '@/server/feeds/feed-set';
import type { Inventory } from '@/server/inventory/inventory';

export interface LiveClustersParts {
  readonly registry: ClusterRegistry;
  readonly store: ClusterStore;
  readonly feeds: FeedSet;
  readonly slots: CdrSlots;
  readonly spaces: SpaceDesk;
  readonly inventory: Inventory;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Clusters and bridges as they are set up: in memory, in the database, and in force. Changes are made one after the other,
 * and stored before they take effect (a stop is the exception: it holds first).
 */
export class LiveClusters implements ClusterAdmin {
  #last: Promise<unknown> = Promise.resolve();
  #stops = 0;
  readonly #parts: LiveClustersParts;
  readonly spaces: SpaceDesk;

  constructor(parts: LiveClustersParts) {
    this.#parts = parts;
    this.spaces = parts.spaces;
  }

  list(): Cluster[] {
    const { registry } = this.#parts;
    return registry.clusters().map(({ id, name, mode, modeSinceMs, origin, cdr }) => ({
      id,
      name,
      mode,
      modeSince: rfc3339(modeSinceMs),
      origin,
      callBridges: registry.bridgesOf(id).map((bridge) => bridge.id),
      cdr,
    }));
  }

  modes(): ReadonlyMap<string, ClusterMode> {
    return new Map(this.#parts.registry.clusters().map(({ id, mode }) => [id, mode]));
  }

  writerFor(callBridgeId: string): BridgeWriter | null {
    return this.#parts.feeds.clientOf(callBridgeId)?.writer ?? null;
  }

  async settingsOf(callBridgeId: string, participant: string): Promise<SettingsRead | null> {
    const reader = this.#parts.feeds.clientOf(callBridgeId)?.reader;
    return reader ? readSettings(reader, participant) : null;
  }

  async receivesMedia(callBridgeId: string, participant: string): Promise<boolean> {
    const reader = this.#parts.feeds.clientOf(callBridgeId)?.reader;
    const legs = await reader?.callLegsOf(participant);
    for (const id of legs?.ok ? legs.value : []) {
      const leg = await reader?.callLeg(id);
      if (leg?.ok && (leg.value.rxBitRate ?? 0) > 0) return true;
    }
    return false;
  }

  async readBack(callBridgeIds: readonly string[], participants: readonly string[]): Promise<boolean> {
    const read = await Promise.all(callBridgeIds.map((id) => this.#parts.feeds.readBack(id, participants)));
    return read.every(Boolean);
  }

  async inspect({ address }: InspectInput): Promise<Inspection> {
    const read = addressOf(address);
    const certificate = await inspectCertificate(read);
    if (!certificate.ok) throw problemOf(certificate.error);
    return { address: read.origin, certificate: certificate.value };
  }

  async test(input: TestInput): Promise<TestResult> {
    const address = readBridgeAddress(input.address);
    if (!address.ok) return notEvenAnAddress(address.reason);
    const access = await this.#accessOf(input, address.address);
    const found = await probe(access, this.#parts.clock);
    return {
      ok: found.error === null,
      steps: [{ step: 'address', ok: true, detail: address.address.origin }, ...found.steps],
      certificate: found.certificate,
      version: found.version,
      cluster: found.error === null ? this.#clusterFor(access.address, found) : null,
      callBridges: this.#discovered(found.peers),
    };
  }

  async add(input: AddInput): Promise<CallBridge> {
    const access = await this.#accessOf(input, addressOf(input.address));
    this.#refuseTwice(access.address, null);
    const found = await probe(access, this.#parts.clock);
    if (found.error) throw problemOf(found.error);
    return this.#inTurn(async () => {
      this.#refuseTwice(access.address, null);
      const { registry, store, feeds, clock } = this.#parts;
      const { origin, hostname } = access.address;
      const own = found.peers.find((peer) => peer.address !== null && sameEndpoint(peer.address, origin));
      const name = input.name ?? (own?.name || hostname);
      const joined = this.#clusterFor(access.address, found, name);
      const createdAtMs = clock.now();
      const cluster: StoredCluster | null =
        joined.id === null
          ? { id: ulid(), name: joined.name, mode: 'observe', origin: 'configured', cdr: false, createdAtMs, modeSinceMs: createdAtMs }
          : null;
      const bridge: RegisteredBridge = {
        id: ulid(),
        clusterId: cluster?.id ?? joined.id ?? '',
        name,
        address: origin,
        username: access.username,
        password: access.password,
        trust: access.trust,
        createdAtMs,
        origin: 'configured',
      };
      await store.add(bridge, cluster);
      if (cluster) registry.putCluster(cluster);
      registry.putBridge(bridge);
      feeds.start(bridge.id, access);
      return this.#shown(bridge.id);
    });
  }

  edit(id: string, input: EditInput): Promise<CallBridge> {
    return this.#inTurn(async () => {
      const { registry, store, feeds, slots } = this.#parts;
      const before = this.#configured(id);
      const address = addressOf(input.address ?? before.address);
      if (!sameEndpoint(address.origin, before.address)) {
        this.#refuseTwice(address, id);
        if (input.password === undefined) {
          throw invalidField('password', 'For another address the password must be given again.');
        }
      }
      const after: RegisteredBridge = {
        ...before,
        name: input.name ?? before.name,
        address: address.origin,
        username: input.username ?? before.username,
        password: input.password ?? before.password,
        trust: input.trust ?? before.trust,
      };
      if (!sameEndpoint(before.address, after.address)) await slots.release(id);
      await store.update(after);
      registry.putBridge(after);
      if (isReachedTheSame(before, after)) feeds.identityChanged(id);
      else await this.#restart(after);
      return this.#shown(id);
    });
  }

  remove(id: string): Promise<void> {
    return this.#inTurn(async () => {
      const bridge = this.#configured(id);
      await this.#parts.slots.leave(id);
      await this.#parts.store.remove(bridge);
      const stopped = this.#parts.feeds.stop(id);
      this.#parts.registry.removeBridge(id);
      await stopped;
    });
  }

  setMode(clusterId: string, mode: ClusterMode): Promise<Cluster> {
    // Observing begins at once, also if it cannot be stored; operating only once it is on record.
    if (mode === 'observe') this.#enforceMode([this.#parts.registry.cluster(clusterId)], mode);
    const stops = this.#stops;
    return this.#inTurn(async () => {
      const cluster = this.#parts.registry.cluster(clusterId);
      if (mode === 'operate' && stops !== this.#stops) {
        throw new ProblemError('conflict', 'Everything was stopped meanwhile. Set the mode again if that is still wanted.');
      }
      await this.#parts.store.setMode([clusterId], mode, this.#parts.clock.now());
      if (mode === 'observe' || stops === this.#stops) this.#enforceMode([cluster], mode);
      return this.#cluster(clusterId);
    });
  }

  setCdr(clusterId: string, cdr: boolean): Promise<Cluster> {
    return this.#inTurn(async () => {
      const { registry, store, feeds, slots } = this.#parts;
      registry.cluster(clusterId);
      await store.setCdr(clusterId, cdr);
      registry.putCluster({ ...registry.cluster(clusterId), cdr });
      for (const { id } of registry.bridgesOf(clusterId)) {
        feeds.identityChanged(id);
        void slots.settle(id);
      }
      return this.#cluster(clusterId);
    });
  }

  async stopAll(): Promise<Cluster[]> {
    const { registry, store } = this.#parts;
    this.#stops += 1;
    this.#enforceMode(registry.clusters(), 'observe');
    return this.#inTurn(async () => {
      this.#enforceMode(registry.clusters(), 'observe');
      await store.setMode(registry.clusters().map(({ id }) => id), 'observe', this.#parts.clock.now());
      return this.list();
    });
  }

  async discover(id: string): Promise<DiscoveredBridge[]> {
    return this.#discovered(await this.#peersOf(id));
  }

  /** Takes up what is stored and not known yet. @returns the bridges that are new */
  async registerConfigured(): Promise<RegisteredBridge[]> {
    const { registry, store } = this.#parts;
    const stored = await store.bridges();
    for (const cluster of await store.clusters()) if (cluster.origin === 'configured') registry.putCluster(cluster);
    const added = stored.filter(({ id }) => !registry.find(id)).map((bridge) => ({ ...bridge, origin: 'configured' as const }));
    for (const bridge of added) registry.putBridge(bridge);
    return added;
  }

  /** Lets go of the emulator's bridges, and follows those that are configured: the two are never shown side by side. */
  leaveRehearsal(): Promise<void> {
    return this.#inTurn(async () => {
      const { registry, feeds, slots } = this.#parts;
      const ending = registry.bridges().filter(({ origin }) => origin === 'emulator');
      await Promise.all(ending.map(({ id }) => slots.leave(id)));
      const stopped = ending.map(({ id }) => feeds.stop(id));
      for (const { id } of ending) registry.removeBridge(id);
      await Promise.all(stopped);
      for (const bridge of await this.registerConfigured()) feeds.start(bridge.id, accessTo(bridge));
    });
  }

  /**
   * What a bridge says about its cluster. If that shows two clusters to be one (they were added while a bridge of it was
   * away), they are joined; the more careful mode holds, and records only where both send them.
   */
  clusterWord(callBridge: string, word: ClusterWord): void {
    const { registry, log } = this.#parts;
    const bridge = registry.find(callBridge);
    if (!bridge || bridge.origin === 'emulator' || !this.#clusterToJoin(bridge, word)) return;
    this.#inTurn(() => this.#join(callBridge, word)).catch((error: unknown) =>
      log.error({ err: error, bridge: bridge.name }, 'two clusters that are one could not be joined'),
    );
  }

  async #join(callBridge: string, word: ClusterWord): Promise<void> {
    const { registry, store, log } = this.#parts;
    const bridge = registry.find(callBridge);
    const other = bridge && this.#clusterToJoin(bridge, word);
    if (!bridge || !other) return;
    const own = registry.cluster(bridge.clusterId);
    const [into, from] = own.createdAtMs <= other.createdAtMs ? [own, other] : [other, own];
    const mode = into.mode === 'operate' && from.mode === 'operate' ? 'operate' : 'observe';
    const cdr = into.cdr && from.cdr;
    await store.join(from.id, into.id, { mode, cdr });
    log.info({ from: from.name, into: into.name, mode }, 'two clusters turned out to be one');
    this.#enforceMode([{ ...into, cdr }], mode);
    for (const moved of registry.bridgesOf(from.id)) {
      const after = { ...moved, clusterId: into.id };
      registry.putBridge(after);
      await this.#restart(after);
    }
    registry.endIfEmpty(from.id);
  }

  #clusterToJoin(bridge: RegisteredBridge, word: ClusterWord): StoredCluster | null {
    const evidence = { address: bridge.address, ...word };
    const other = this.#configuredBridges().find(
      (candidate) => candidate.clusterId !== bridge.clusterId && isSameCluster(evidence, this.#evidenceOf(candidate)),
    );
    return other ? this.#parts.registry.cluster(other.clusterId) : null;
  }

  #clusterFor(address: BridgeAddress, { clusterId, peers }: Probe, name?: string): { id: string | null; name: string } {
    const evidence = { address: address.origin, clusterId, peers };
    const member = this.#configuredBridges().find((bridge) => isSameCluster(evidence, this.#evidenceOf(bridge)));
    if (!member) return { id: null, name: clusterName(peers, name ?? address.hostname) };
    const cluster = this.#parts.registry.cluster(member.clusterId);
    return { id: cluster.id, name: cluster.name };
  }

  #evidenceOf(bridge: RegisteredBridge): ClusterEvidence {
    const word = this.#parts.feeds.clusterWordOf(bridge.id);
    return { address: bridge.address, clusterId: word?.clusterId ?? null, peers: word?.peers ?? null };
  }

  async #peersOf(id: string): Promise<readonly ListedCallBridge[]> {
    const client = this.#parts.feeds.clientOf(id);
    if (!client) throw new ProblemError('not-found', 'There is no such call bridge.');
    const peers = await client.reader.callBridges();
    if (!peers.ok) throw problemOf(peers.error);
    return peers.value;
  }

  #discovered(peers: readonly ListedCallBridge[]): DiscoveredBridge[] {
    const bridges = this.#parts.registry.bridges();
    return peers.map(({ name, address }) => ({
      name,
      address,
      callBridge: bridges.find((bridge) => address !== null && sameEndpoint(bridge.address, address))?.id ?? null,
    }));
  }

  async #accessOf(input: TestInput, address: BridgeAddress): Promise<BridgeAccess> {
    if (input.sameAccountAs === undefined) {
      return { address, username: input.username ?? '', password: input.password ?? '', trust: input.trust };
    }
    const { username, password } = this.#configured(input.sameAccountAs);
    // An account goes only where its own cluster says that it belongs.
    const listed = await this.#peersOf(input.sameAccountAs);
    if (!listed.some((peer) => peer.address !== null && sameEndpoint(peer.address, address.origin))) {
      throw invalidField('address', 'That cluster does not list this address. Give user name and password.');
    }
    return { address, username, password, trust: input.trust };
  }

  #refuseTwice(address: BridgeAddress, except: string | null): void {
    const holder = this.#configuredBridges().find(
      (bridge) => bridge.id !== except && sameEndpoint(bridge.address, address.origin),
    );
    if (holder) throw new ProblemError('conflict', `This address is connected already, as ${holder.name}.`);
  }

  #configuredBridges(): RegisteredBridge[] {
    return this.#parts.registry.bridges().filter(({ origin }) => origin === 'configured');
  }

  #configured(id: string): RegisteredBridge {
    const bridge = this.#parts.registry.bridge(id);
    if (bridge.origin === 'configured') return bridge;
    throw new ProblemError('conflict', 'This call bridge belongs to the emulator and cannot be changed here.');
  }

  async #restart(bridge: RegisteredBridge): Promise<void> {
    await this.#parts.feeds.stop(bridge.id);
    this.#parts.feeds.start(bridge.id, accessTo(bridge));
  }

  #enforceMode(clusters: readonly StoredCluster[], mode: ClusterMode): void {
    const { registry, feeds, clock } = this.#parts;
    for (const cluster of clusters) {
      registry.putCluster(cluster.mode === mode ? cluster : { ...cluster, mode, modeSinceMs: clock.now() });
      for (const bridge of registry.bridgesOf(cluster.id)) feeds.identityChanged(bridge.id);
    }
  }

  #cluster(id: string): Cluster {
    const cluster = this.list().find((candidate) => candidate.id === id);
    if (!cluster) throw new ProblemError('not-found', 'There is no such cluster.');
    return cluster;
  }

  #shown(id: string): CallBridge {
    const shown = this.#parts.inventory.picture.callBridges.get(id);
    if (!shown) throw new ProblemError('not-found', 'There is no such call bridge.');
    return shown;
  }

  /** One change after the other; a failed one does not hold up the next. */
  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(change, change);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

function problemOf(error: BridgeError): ProblemError {
  return new ProblemError(error.code, error.detail);
}

function notEvenAnAddress(reason: string): TestResult {
  const steps = [{ step: 'address' as const, ok: false, detail: reason }];
  return { ok: false, steps, certificate: null, version: null, cluster: null, callBridges: [] };
}
