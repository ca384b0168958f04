import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { systemClock, type Clock } from '@/server/bridge-client/clock';
import { ApiTracing } from '@/server/clusters/api-tracing';
import { accessTo } from '@/server/clusters/bridge-access';
import { createCdr, type Cdr } from '@/server/clusters/cdr';
import type { ClusterAdmin } from '@/server/clusters/cluster-admin';
import { ClusterRegistry } from '@/server/clusters/cluster-registry';
import { ClusterStore } from '@/server/clusters/cluster-store';
import { emulatorBridges, type EmulatorHandover } from '@/server/clusters/emulator-bridges';
import { JoinLinks } from '@/server/clusters/join-links';
import { LegSearch } from '@/server/clusters/leg-search';
import { LiveClusters } from '@/server/clusters/live-clusters';
import { NumericIds } from '@/server/clusters/numeric-ids';
import { sealer } from '@/server/clusters/seal';
import { LiveSpaceDesk } from '@/server/clusters/space-desk';
import { SpaceLookup } from '@/server/clusters/space-lookup';
import { SpaceSearch } from '@/server/clusters/space-search';
import type { Database } from '@/server/db/schema';
import type { CdrDesk } from '@/server/feeds/cdr/cdr-desk';
import { CloseLook } from '@/server/feeds/close-look';
import { FeedSet } from '@/server/feeds/feed-set';
import { SyslogIntake } from '@/server/feeds/syslog/syslog-intake';
import type { Inventory } from '@/server/inventory/inventory';
import { LiveInventory } from '@/server/inventory/live-inventory';
import { Journal } from '@/server/journal/journal';
import type { ToldByRecord } from '@/server/journal/recent-lines';

export interface BridgesOptions {
  readonly db: Kysely<Database>;
  /** USHER_SECRET: passwords of bridges are sealed with a key derived from it. */
  readonly secret: string;
  readonly log: Logger;
  readonly clock?: Clock;
  readonly random?: () => number;
  /** The emulator's bridges, where a rehearsal is on: then only they are shown. They are not stored; the modes of their clusters are. */
  readonly emulator?: EmulatorHandover | null;
  /** How bridges reach Usher with their call detail records; without it none are asked for. */
  readonly cdrUrl?: string | null;
  /** How the emulator reaches it, which is on this machine; the same unless given. */
  readonly emulatorCdrUrl?: string | null;
  /** Told what a call detail record adds to what events and reads say. */
  readonly onToldByRecord?: (told: ToldByRecord) => void;
}

export interface Bridges {
  readonly clusters: ClusterAdmin;
  readonly inventory: Inventory;
  readonly closeLook: CloseLook;
  readonly spaces: SpaceSearch;
  readonly spaceLookup: SpaceLookup;
  readonly numericIds: NumericIds;
  readonly legs: LegSearch;
  readonly joinLinks: JoinLinks;
  readonly tracing: ApiTracing;
  /** What the bridges said, and what Usher asked of them. */
  readonly journal: Journal;
  /** Where call detail records of the bridges come in. */
  readonly cdr: CdrDesk;
  /** Where lines of the bridges' logs are taken in. */
  readonly syslog: SyslogIntake;
  /** Reads what is set up and begins to follow it. Throws `wrong-secret` if a stored password cannot be decrypted. */
  start(): Promise<void>;
  /** Takes the emulator's clusters away and follows the real ones: they are never shown side by side. */
  leaveRehearsal(): Promise<void>;
  /** Ends every connection; the inventory stays as it was. */
  stop(): Promise<void>;
}

/** Clusters, feeds, inventory and journal, wired together. */
export function createBridges({ db, secret, log, clock = systemClock, random, emulator = null, cdrUrl = null, emulatorCdrUrl = cdrUrl, onToldByRecord: onTold }: BridgesOptions): Bridges {
  const registry = new ClusterRegistry();
  const seal = sealer(secret);
  const store = new ClusterStore(db, seal);
  const inventory = new LiveInventory((error) => log.error({ err: error }, 'a listener of the inventory failed'));
  const journal = new Journal({ clock });
  const syslog = new SyslogIntake({ journal, inventory, clock });
  const feeds: FeedSet = new FeedSet({
    inventory,
    journal,
    clock,
    random,
    log,
    identityOf: (id) => registry.identityOf(id),
    modeOf: (id) => registry.modeOf(id),
    senderOf: (id) => ({ ...cdr.conditionOf(id), syslog: syslog.stateOf(id) }),
    onClusterWord: (id, word) => clusters.clusterWord(id, word),
    onRecordCount: (id, count) => cdr.counted(id, count),
  });
  const cdr: Cdr = createCdr({ db, seal, bases: { configured: cdrUrl, emulator: emulatorCdrUrl }, clock, log, registry, feeds, inventory, journal, onTold });
  const clusters = new LiveClusters({ registry, store, feeds, slots: cdr.slots, spaces: new LiveSpaceDesk({ registry, feeds, inventory, clock }), inventory, clock, log });

  return {
    clusters,
    inventory,
    journal,
    syslog,
    closeLook: new CloseLook({ feeds, inventory, clock }),
    spaces: new SpaceSearch({ registry, feeds, inventory, clock }),
    spaceLookup: new SpaceLookup({ registry, feeds, inventory, clock }),
    numericIds: new NumericIds({ registry, feeds, inventory, clock }),
    legs: new LegSearch({ registry, feeds }),
    joinLinks: new JoinLinks({ registry, feeds, inventory }),
    tracing: new ApiTracing({ registry, feeds }),
    cdr: cdr.desk,
    async start() {
      await cdr.load();
      if (emulator) await registerEmulated(registry, store, emulator, clock.now());
      else await clusters.registerConfigured();
      // All in one turn: a cluster must not look whole while some of its bridges are not even known to be there.
      for (const bridge of registry.bridges()) feeds.start(bridge.id, accessTo(bridge));
      cdr.slots.start();
    },
    leaveRehearsal: () => clusters.leaveRehearsal(),
    stop() {
      cdr.slots.stop();
      return feeds.stopAll();
    },
  };
}

async function registerEmulated(
  registry: ClusterRegistry,
  store: ClusterStore,
  emulator: EmulatorHandover,
  nowMs: number,
): Promise<void> {
  const stored = await store.clusters();
  const rehearsal = emulatorBridges(emulator, nowMs);
  for (const cluster of rehearsal.clusters) {
    const known = stored.find(({ id }) => id === cluster.id);
    if (!known) await store.addCluster(cluster);
    registry.putCluster(known ?? cluster);
  }
  for (const bridge of rehearsal.bridges) registry.putBridge(bridge);
}
