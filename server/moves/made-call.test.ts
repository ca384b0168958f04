import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Kysely } from 'kysely';
import { memoryDatabase } from '@/server/db/memory-database';
import type { Database } from '@/server/db/schema';
import { writeMadeCall, type MadeCallState } from '@/server/moves/made-call';

const dayMs = 86_400_000;
let db: Kysely<Database>;

beforeEach(async () => {
  db = await memoryDatabase();
});
afterEach(() => db.destroy());

const write = (id: string, state: MadeCallState, askedAtMs: number) =>
  db.transaction().execute((trx) => writeMadeCall(trx, { id, order: 'o1', space: { space: 's9', cluster: 'c1' }, callBridge: 'b1', state, call: null, askedAtMs }));

test('a call that is over is kept for thirty days, and one that is not as long as it takes', async () => {
  for (const state of ['released', 'deleted', 'gone', 'not-made', 'asked', 'made', 'ending'] as const) await write(`old ${state}`, state, 0);
  await write('later', 'released', 1);
  await write('next', 'asked', 30 * dayMs + 1);
  const left = await db.selectFrom('made_calls').select('id').orderBy('id').execute();
  expect(left.map(({ id }) => id)).toEqual(['later', 'next', 'old asked', 'old ending', 'old made']);
});
