import type { Kysely, Transaction } from 'kysely';
import type { SpaceTarget } from '@/lib/move/target';
import type { Database } from '@/server/db/schema';

/**
 * `asked`: on record, and the request may have left. `made`: it is there, and stays also while nobody is in it. `ending`: on record, and
 * the request to delete it may have left. Ends: `released`, it goes with the last who leaves; `deleted`, by Usher, since nobody came;
 * `gone`, by itself; `not-made`.
 */
export type MadeCallState = 'asked' | 'made' | 'ending' | 'released' | 'deleted' | 'gone' | 'not-made';

/** Those that somebody has to look after: of which it is not known whether they are there, and those that stay while they are empty. */
const openStates: readonly MadeCallState[] = ['asked', 'made', 'ending'];

/** How long a call that is over is kept, in milliseconds. What was done about it stays in the audit log. */
const overKeptMs = 30 * 86_400_000;

/** A call that Usher makes in a space, so that an order can take people there. */
export interface MadeCall {
  readonly id: string;
  readonly order: string;
  readonly space: SpaceTarget;
  /** Usher's id of the bridge. */
  readonly callBridge: string;
  readonly state: MadeCallState;
  /** The bridge's id for it; null until it has said. */
  readonly call: string | null;
  readonly askedAtMs: number;
}

/** Writes it as it is by now. With each that is new, those that are long over are forgotten. */
export async function writeMadeCall(trx: Transaction<Database>, { id, order, space, callBridge, state, call, askedAtMs }: MadeCall): Promise<void> {
  if (state === 'asked') await trx.deleteFrom('made_calls').where('state', 'not in', openStates).where('asked_at', '<', askedAtMs - overKeptMs).execute();
  await trx
    .insertInto('made_calls')
    .values({ id, order_id: order, cluster_id: space.cluster, space: space.space, call_bridge_id: callBridge, state, call, asked_at: askedAtMs })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(({ ref }) => ({ state: ref('excluded.state'), call: ref('excluded.call') })))
    .execute();
}

/** Those in one of {@link openStates}. */
export async function openMadeCalls(db: Kysely<Database>): Promise<MadeCall[]> {
  const rows = await db.selectFrom('made_calls').selectAll().where('state', 'in', openStates).orderBy('id').execute();
  return rows.map((row) => ({
    id: row.id,
    order: row.order_id,
    space: { space: row.space, cluster: row.cluster_id },
    callBridge: row.call_bridge_id,
    state: row.state as MadeCallState,
    call: row.call,
    askedAtMs: row.asked_at,
  }));
}
