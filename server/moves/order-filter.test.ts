import type { Kysely } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Caller } from '@/lib/access/access';
import { exampleBridge, exampleMeeting, exampleParticipant } from '@/lib/meeting/examples';
import { memoryDatabase } from '@/server/db/memory-database';
import type { Database } from '@/server/db/schema';
import type { Moves } from '@/server/moves/moves';
import type { OrderFilter } from '@/server/moves/order-list';
import { ToldMoves } from '@/server/moves/told-moves';

const ana: Caller = { kind: 'person', id: 'p1', name: 'Ana', role: 'operator', scope: null, address: null };
const bob: Caller = { ...ana, id: 'p2', name: 'Bob' };

let db: Kysely<Database>;
let moves: Moves;
/** Of Ana's order that is under way, and of Bob's, in which nobody could go. */
let [running, refused] = ['', ''];

beforeEach(async () => {
  db = await memoryDatabase();
  const told = new ToldMoves(db);
  told.inventory.tell(
    { event: 'call-bridge', data: exampleBridge() },
    ...['m1', 'm2'].map((id) => ({ event: 'meeting', data: exampleMeeting({ id, calls: [{ id: `call-${id}`, callBridge: 'b1' }] }) }) as const),
    { event: 'participant', data: exampleParticipant({ id: 'old' }) },
  );
  moves = told.start();
  running = (await moves.submit(ana, { participants: ['old'], to: { meeting: 'm2' } }, null)).id;
  await told.until(running, ({ items }) => items[0]?.newParticipant === 'old+');
  // What is told is put on record a moment later, and before what comes then.
  told.clock.advance(200);
  refused = (await moves.submit(bob, { participants: ['gone'], to: { meeting: 'm2' } }, null)).id;
});

afterEach(async () => {
  await moves.stop();
  await db.destroy();
});

test.each([
  ['a state', { state: 'running' }, { state: 'settled' }],
  ['whom they move, by the id before or after', { participant: 'old+' }, { participant: 'gone' }],
  ['who gave them, by id', { by: 'p1' }, { by: 'p2' }],
  ['who gave them, by name', { by: 'Ana' }, { by: 'Bob' }],
  ['several at once', { by: 'Ana', state: 'running', participant: 'old', kind: 'own' }, { by: 'Bob', state: 'settled', kind: 'own' }],
] satisfies [string, OrderFilter, OrderFilter][])('orders are found by %s, and counted alike', async (_, ofAna, ofBob) => {
  for (const [filter, id] of [[ofAna, running], [ofBob, refused]] as const) {
    expect((await moves.list({ filter, limit: 10, before: null }, ana)).map((order) => order.id)).toEqual([id]);
    expect(await moves.count(filter, ana)).toBe(1);
  }
});

test('what fits only in part is not found', async () => {
  const filter: OrderFilter = { by: 'Ana', participant: 'gone' };
  expect(await moves.list({ filter, limit: 10, before: null }, ana)).toEqual([]);
  expect(await moves.count(filter, ana)).toBe(0);
});
