import type { Kysely } from 'kysely';
import type { Database } from '../schema';

/** Where an order goes is said by each of its items: people of one order may have targets of their own. */
export async function noTargetMeeting(db: Kysely<Database>): Promise<void> {
  await db.schema.alterTable('orders').dropColumn('target_meeting').execute();
}
