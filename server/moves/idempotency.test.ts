import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Kysely } from 'kysely';
import { memoryDatabase } from '@/server/db/memory-database';
import type { Database } from '@/server/db/schema';
import { idempotencyKey, orderOfKey, rememberKey } from '@/server/moves/idempotency';

const dayMs = 86_400_000;
let db: Kysely<Database>;

beforeEach(async () => {
  db = await memoryDatabase();
});
afterEach(() => db.destroy());

const keyOf = (key: string) => idempotencyKey('p1', key, { participants: ['old'] });
const remember = (key: string, atMs: number) => db.transaction().execute((trx) => rememberKey(trx, keyOf(key), `order of ${key}`, atMs));

test('a key is kept for seven days, and forgotten with the next one after that', async () => {
  await remember('first', 0);
  await remember('second', 7 * dayMs);
  expect(await orderOfKey(db, keyOf('first'))).toBe('order of first');
  await remember('third', 7 * dayMs + 1);
  expect(await Promise.all(['first', 'second', 'third'].map((key) => orderOfKey(db, keyOf(key))))).toEqual([null, 'order of second', 'order of third']);
});
