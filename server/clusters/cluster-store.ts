import type { Kysely, Transaction } from 'kysely';
import { z } from 'zod';
import { clusterModes, type ClusterMode } from '@/lib/meeting/call-bridge';
import { ProblemError } from '@/lib/problem/problem';
import { trustSchema, type Trust } from '@/server/bridge-client/trust';
import type { Sealer } from '@/server/clusters/seal';
import type { Database } from '@/server/db/schema';

export interface StoredCluster {
  readonly id: string;
  readonly name: string;
  readonly mode: ClusterMode;
  readonly origin: 'configured' | 'emulator';
  /** Whether its bridges are to send Usher their call detail records. */
  readonly cdr: boolean;
  readonly createdAtMs: number;
  /** Since when it has its mode. */
  readonly modeSinceMs: number;
}

/** A bridge with its password in the clear: never logged, never sent anywhere but to the bridge. */
export interface StoredBridge {
  readonly id: string;
  readonly clusterId: string;
  readonly name: string;
  readonly address: string;
  readonly username: string;
  readonly password: string;
  readonly trust: Trust;
  readonly createdAtMs: number;
}

type Executor = Kysely<Database> | Transaction<Database>;

/** The rows of clusters and bridges. */
export class ClusterStore {
  constructor(
    private readonly db: Kysely<Database>,
    private readonly seal: Sealer,
  ) {}

  async clusters(): Promise<StoredCluster[]> {
    const rows = await this.db.selectFrom('clusters').selectAll().orderBy('created_at').execute();
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      mode: z.enum(clusterModes).parse(row.mode),
      origin: z.enum(['configured', 'emulator']).parse(row.origin),
      cdr: row.cdr === 1,
      createdAtMs: row.created_at,
      modeSinceMs: row.mode_since ?? row.created_at,
    }));
  }

  /** Throws `wrong-secret` if a password cannot be decrypted. */
  async bridges(): Promise<StoredBridge[]> {
    const rows = await this.db.selectFrom('call_bridges').selectAll().orderBy('created_at').execute();
    return rows.map((row) => ({
      id: row.id,
      clusterId: row.cluster_id,
      name: row.name,
      address: row.address,
      username: row.username,
      password: this.seal.open(row.password_sealed, labelOf(row.id)),
      trust: trustSchema.parse(JSON.parse(row.trust)),
      createdAtMs: row.created_at,
    }));
  }

  /**
   * Throws `conflict` if a bridge with that address is stored already (it need not be followed: during a rehearsal none is).
   * @param cluster the bridge's cluster, if that is new too
   */
  async add(bridge: StoredBridge, cluster: StoredCluster | null): Promise<void> {
    await this.db.transaction().execute(async (trx) => {
      const holder = await trx.selectFrom('call_bridges').select('name').where('address', '=', bridge.address).executeTakeFirst();
      if (holder) throw new ProblemError('conflict', `This address is connected already, as ${holder.name}.`);
      if (cluster) await insertCluster(trx, cluster);
      await trx
        .insertInto('call_bridges')
        .values({ id: bridge.id, created_at: bridge.createdAtMs, ...this.#columns(bridge) })
        .execute();
    });
  }

  async update(bridge: StoredBridge): Promise<void> {
    await this.db.updateTable('call_bridges').set(this.#columns(bridge)).where('id', '=', bridge.id).execute();
  }

  /** Takes the cluster along if this was its last bridge. */
  async remove(bridge: StoredBridge): Promise<void> {
    await this.db.transaction().execute(async (trx) => {
      await trx.deleteFrom('call_bridges').where('id', '=', bridge.id).execute();
      await removeIfEmpty(trx, bridge.clusterId);
    });
  }

  async addCluster(cluster: StoredCluster): Promise<void> {
    await insertCluster(this.db, cluster);
  }

  /** Of those that have another mode: since `nowMs` they have this one. */
  async setMode(clusterIds: readonly string[], mode: ClusterMode, nowMs: number): Promise<void> {
    if (clusterIds.length === 0) return;
    await this.db.updateTable('clusters').set({ mode, mode_since: nowMs }).where('id', 'in', clusterIds).where('mode', '!=', mode).execute();
  }

  async setCdr(clusterId: string, cdr: boolean): Promise<void> {
    await this.db.updateTable('clusters').set({ cdr: cdr ? 1 : 0 }).where('id', '=', clusterId).execute();
  }

  /** Makes two clusters one: the bridges of `from` go to `into`, `from` ends. */
  async join(from: string, into: string, { mode, cdr }: Pick<StoredCluster, 'mode' | 'cdr'>): Promise<void> {
    await this.db.transaction().execute(async (trx) => {
      await trx.updateTable('call_bridges').set({ cluster_id: into }).where('cluster_id', '=', from).execute();
      await trx.updateTable('clusters').set({ mode, cdr: cdr ? 1 : 0 }).where('id', '=', into).execute();
      await removeIfEmpty(trx, from);
    });
  }

  #columns(bridge: StoredBridge) {
    return {
      cluster_id: bridge.clusterId,
      name: bridge.name,
      address: bridge.address,
      username: bridge.username,
      password_sealed: this.seal.seal(bridge.password, labelOf(bridge.id)),
      trust: JSON.stringify(bridge.trust),
    };
  }
}

async function insertCluster(db: Executor, { id, name, mode, origin, cdr, createdAtMs, modeSinceMs }: StoredCluster): Promise<void> {
  await db.insertInto('clusters').values({ id, name, mode, origin, cdr: cdr ? 1 : 0, created_at: createdAtMs, mode_since: modeSinceMs }).execute();
}

async function removeIfEmpty(trx: Transaction<Database>, cluster: string): Promise<void> {
  const left = await trx.selectFrom('call_bridges').select('id').where('cluster_id', '=', cluster).limit(1).execute();
  if (left.length === 0) await trx.deleteFrom('clusters').where('id', '=', cluster).execute();
}

function labelOf(bridge: string): string {
  return `call bridge ${bridge}`;
}
