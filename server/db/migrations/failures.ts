import { sql, type Kysely } from 'kysely';
import type { Database } from '../schema';

const rowsAtOnce = 500;

/** By which symptom and cause an item is found that failed, and when that was: for what is on record already too. */
export async function failures(db: Kysely<Database>): Promise<void> {
  for (const column of ['symptom', 'cause']) await db.schema.alterTable('items').addColumn(column, 'text').execute();
  await db.schema.alterTable('items').addColumn('failed_at', 'bigint').execute();
  await fill(db);
  for (const column of ['symptom', 'cause'] as const) {
    await db.schema.createIndex(`items_by_${column}`).on('items').columns([column, 'order_id']).where(sql.ref(column), 'is not', null).execute();
  }
  await db.schema.createIndex('items_by_failure').on('items').column('failed_at').where(sql.ref('failed_at'), 'is not', null).execute();
}

/** What of an item is needed here, as it was stored. */
interface StoredItem {
  readonly finding?: { readonly symptom: string; readonly cause: string | null } | null;
  readonly times: { readonly queued: string; readonly joined: string | null; readonly ended: string | null };
}

async function fill(db: Kysely<Database>): Promise<void> {
  for (let after = { order: '', item: '' }; ; ) {
    const rows = await db
      .selectFrom('items')
      .select(['order_id', 'id', 'body'])
      .where(({ or, and, eb }) => or([eb('order_id', '>', after.order), and([eb('order_id', '=', after.order), eb('id', '>', after.item)])]))
      .where('body', 'like', '%"finding":{%')
      .orderBy('order_id')
      .orderBy('id')
      .limit(rowsAtOnce)
      .execute();
    for (const { order_id, id, body } of rows) {
      const { finding, times } = (JSON.parse(body) as { item: StoredItem }).item;
      if (!finding) continue;
      const failedAtMs = Date.parse(times.ended ?? times.joined ?? times.queued);
      await db.updateTable('items').set({ symptom: finding.symptom, cause: finding.cause, failed_at: failedAtMs }).where('order_id', '=', order_id).where('id', '=', id).execute();
    }
    const last = rows.at(-1);
    if (!last) return;
    after = { order: last.order_id, item: last.id };
  }
}
