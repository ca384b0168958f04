import { sql, type Kysely } from 'kysely';
import type { Database } from '@/server/db/schema';
import { ordersToTakeUp, type StoredOrder } from '@/server/moves/order-store';

/** Ends of which nobody knows yet why. What is left out was never sent, or is what was asked for. */
const failed = ['nothing-happened', 'dropped', 'wrong-meeting', 'in-lobby', 'in-both', 'unknown'];

/** The orders with an item that failed since then without a finding, in milliseconds since 1970. */
export function ordersNotLookedInto(db: Kysely<Database>, sinceMs: number): Promise<StoredOrder[]> {
  return ordersToTakeUp(db, sinceMs, sql`(state in (${sql.join(failed)}) and symptom is null)`);
}
