import { createHash } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { ProblemError } from '@/lib/problem/problem';
import type { Database } from '@/server/db/schema';

/** A caller's idempotency key with what it was sent with. */
export interface IdempotencyKey {
  readonly callerId: string;
  readonly key: string;
  readonly bodyDigest: string;
}

export function idempotencyKey(callerId: string, key: string, request: object): IdempotencyKey {
  // The schema gives every request its fields in one order, so that one request has one spelling.
  return { callerId, key, bodyDigest: createHash('sha256').update(JSON.stringify(request)).digest('hex') };
}

/** The order that this key made before; null if it is new. Throws `idempotency-key-reused` if it came with another body. */
export async function orderOfKey(db: Kysely<Database>, key: IdempotencyKey): Promise<string | null> {
  const row = await db
    .selectFrom('idempotency_keys')
    .select(['body_digest', 'order_id'])
    .where('caller_id', '=', key.callerId)
    .where('key', '=', key.key)
    .executeTakeFirst();
  if (row && row.body_digest !== key.bodyDigest) {
    throw new ProblemError('idempotency-key-reused', 'This key was sent before with another request. Use a new one.');
  }
  return row?.order_id ?? null;
}

/** How long a key is kept at the least, in milliseconds: seven days, as docs/api.md says. */
const keyKeptMs = 7 * 86_400_000;

/** Puts a key on record with the order that it made. Those whose time is over are forgotten. */
export async function rememberKey(trx: Transaction<Database>, key: IdempotencyKey, orderId: string, now: number) {
  await trx.deleteFrom('idempotency_keys').where('created_at', '<', now - keyKeptMs).execute();
  await trx
    .insertInto('idempotency_keys')
    .values({
      caller_id: key.callerId,
      key: key.key,
      body_digest: key.bodyDigest,
      order_id: orderId,
      created_at: now,
    })
    .execute();
}
