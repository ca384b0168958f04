import type { Kysely, Transaction } from 'kysely';
import { redialStates, sides, type Redial, type RedialState, type Side } from '@/lib/move/notice';
import type { Database } from '@/server/db/schema';

/** A call to somebody who was lost, as it is on record. */
export interface RedialRecord {
  readonly id: string;
  readonly order: string;
  readonly item: string;
  readonly into: Side;
  readonly meeting: string;
  readonly cluster: string;
  readonly address: string;
  readonly by: string;
  /** In milliseconds since 1970. */
  readonly atMs: number;
  readonly state: RedialState;
  /** Whom the bridge made for it, once it has said. */
  readonly participant: string | null;
  readonly error: Redial['error'];
}

/** Puts a call on record before it leaves. Those that are older than `keptFromMs` are forgotten: their notices are over. */
export async function insertRedial(trx: Transaction<Database>, record: RedialRecord, keptFromMs: number): Promise<void> {
  await trx.deleteFrom('redials').where('created_at', '<', keptFromMs).execute();
  await trx
    .insertInto('redials')
    .values({
      id: record.id,
      order_id: record.order,
      item_id: record.item,
      side: record.into,
      meeting: record.meeting,
      cluster: record.cluster,
      address: record.address,
      by_name: record.by,
      created_at: record.atMs,
      ...changing(record),
    })
    .execute();
}

export async function updateRedial(trx: Transaction<Database>, record: RedialRecord): Promise<void> {
  await trx.updateTable('redials').set(changing(record)).where('id', '=', record.id).execute();
}

function changing({ state, participant, error }: RedialRecord) {
  return { state, participant, error: error && JSON.stringify(error) };
}

/** The latest call of each item, since then, in milliseconds since 1970. */
export async function latestRedials(db: Kysely<Database>, sinceMs: number): Promise<RedialRecord[]> {
  const rows = await db.selectFrom('redials').selectAll().where('created_at', '>=', sinceMs).orderBy('created_at').orderBy('id').execute();
  return [...new Map(rows.map((row) => [`${row.order_id}.${row.item_id}`, toRecord(row)])).values()];
}

function toRecord(row: Database['redials']): RedialRecord {
  return {
    id: row.id,
    order: row.order_id,
    item: row.item_id,
    into: sides.find((side) => side === row.side) ?? 'target',
    meeting: row.meeting,
    cluster: row.cluster,
    address: row.address,
    by: row.by_name,
    atMs: Number(row.created_at),
    state: redialStates.find((state) => state === row.state) ?? 'unknown',
    participant: row.participant,
    error: row.error === null ? null : (JSON.parse(row.error) as Redial['error']),
  };
}
