import type { Kysely } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Caller } from '@/lib/access/access';
import type { ItemFinding } from '@/lib/trace/item-finding';
import { memoryDatabase } from '@/server/db/memory-database';
import type { Database } from '@/server/db/schema';
import type { Moves } from '@/server/moves/moves';
import { ToldMoves } from '@/server/moves/told-moves';

const ana: Caller = { kind: 'person', id: 'p1', name: 'Ana', role: 'operator', scope: null, address: null };
const finding: ItemFinding = { symptom: 'nothing-happened', step: 1, cause: 'participant-limit', otherCauses: [], confidence: 'high', words: 'The meeting was full.', advice: '' };

let db: Kysely<Database>;
let told: ToldMoves;
let moves: Moves;
/** An order of somebody whom the bridge refused to move. */
let id: string;

beforeEach(async () => {
  db = await memoryDatabase();
  told = new ToldMoves(db);
  told.tellHouse(['old']);
  told.answer = () => ({ ok: false, error: { code: 'bridge-refused', detail: 'Full.', status: 400, failureTag: 'participantLimitReached', mayHaveActed: false } });
  moves = told.start();
  id = (await moves.submit(ana, { participants: ['old'], to: { meeting: 'm2' } }, null)).id;
  await told.until(id, ({ state }) => state === 'settled');
});
afterEach(async () => {
  await moves.stop();
  await db.destroy();
});

const foundByCause = async () => (await moves.list({ filter: { cause: 'participant-limit' }, limit: 10, before: null }, ana)).map((order) => [order.id, order.items[0]?.finding]);

test('why an item failed goes on record with it, and is found by', async () => {
  expect(await foundByCause()).toEqual([]);
  await moves.noteFinding({ order: id, item: '1', finding });
  await told.until(id, ({ items }) => items[0]?.finding !== null);
  await told.seconds(1);
  expect(await foundByCause()).toEqual([[id, finding]]);
});

test('it goes on record of an order of an earlier run too, which nobody follows for long because of it', async () => {
  await moves.stop();
  moves = told.start();
  await moves.recover();
  expect(moves.itemsMoving('old')).toEqual([]);
  await moves.noteFinding({ order: id, item: '1', finding });
  await told.seconds(1);
  expect(await foundByCause()).toEqual([[id, finding]]);
  await told.seconds(120);
  expect(moves.itemsMoving('old')).toEqual([]);
  // What is known already changes nothing, and is not followed for ever either.
  await moves.noteFinding({ order: id, item: '1', finding });
  await told.seconds(121);
  expect(moves.itemsMoving('old')).toEqual([]);
});

test('of an order that there is not, nothing is noted', async () => {
  await moves.noteFinding({ order: 'none', item: '1', finding });
  await moves.noteFinding({ order: id, item: '9', finding });
  expect(await foundByCause()).toEqual([]);
});
