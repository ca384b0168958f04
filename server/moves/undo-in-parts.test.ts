import type { Kysely } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Caller } from '@/lib/access/access';
import { exampleBridge, exampleMeeting, exampleParticipant } from '@/lib/meeting/examples';
import type { Order } from '@/lib/move/order';
import { memoryDatabase } from '@/server/db/memory-database';
import type { Database } from '@/server/db/schema';
import type { Moves } from '@/server/moves/moves';
import { ToldMoves } from '@/server/moves/told-moves';

const ana: Caller = { kind: 'person', id: 'p1', name: 'Ana', role: 'operator', scope: null, address: null };
const bob: Caller = { ...ana, id: 'p2', name: 'Bob' };
const terms = { key: null, look: () => Promise.resolve(false) };
const refusal = { ok: false, error: { code: 'bridge-refused', detail: 'no', status: 400, failureTag: null, mayHaveActed: false } } as const;

let db: Kysely<Database>;
let told: ToldMoves;
let moves: Moves;

beforeEach(async () => {
  db = await memoryDatabase();
  told = new ToldMoves(db);
  told.inventory.tell(
    { event: 'call-bridge', data: exampleBridge() },
    ...['m1', 'm2'].map((id) => ({ event: 'meeting', data: exampleMeeting({ id, calls: [{ id: `call-${id}`, callBridge: 'b1' }] }) }) as const),
  );
  moves = told.start();
});

afterEach(async () => {
  await moves.stop();
  await db.destroy();
});

/** An order by Ana that has moved so many people, who are muted since. */
async function moved(count: number): Promise<Order> {
  const people = Array.from({ length: count }, (_, at) => `g${at}`);
  told.inventory.tell(...people.map((id) => ({ event: 'participant', data: exampleParticipant({ id, muted: { audio: false, video: false } }) }) as const));
  const { id } = await moves.submit(ana, { participants: people, to: { meeting: 'm2' } }, null);
  await told.until(id, ({ items }) => items.every(({ state }) => state === 'accepted'));
  for (const person of people) {
    const data = exampleParticipant({ id: `${person}+`, meeting: 'm2', muted: { audio: true, video: false }, movedFrom: { participant: person, meeting: 'm1' } });
    told.inventory.tell({ event: 'participant', data }, { event: 'participant-left', data: { id: person, meeting: 'm1', reason: 'callMoved' } });
  }
  return told.until(id, ({ state }) => state === 'settled');
}

/** How many of the items that wait are told to stay muted. */
const stayMuted = ({ items }: Order) => items.filter(({ state, verdict }) => state === 'queued' && verdict.consequences.some(({ code }) => code === 'stays-muted')).length;

test('an undo that is paused and goes on still says who stays muted', async () => {
  const { id } = await moved(12);
  const undo = await moves.submitSequel('undo', ana, id, {}, terms);
  const waiting = undo.items.filter(({ state }) => state === 'queued').length;
  expect(waiting).toBeGreaterThan(0);
  expect(stayMuted(undo)).toBe(waiting);
  expect(stayMuted(await moves.control.pause(ana, undo.id))).toBe(waiting);
  const resumed = await moves.control.resume(ana, undo.id);
  expect(resumed.items.filter(({ verdict }) => verdict.consequences.some(({ code }) => code === 'stays-muted'))).toHaveLength(12);
});

test('somebody else has tried again what failed of an undo, by rights of their own and as whoever brought them back', async () => {
  const { id } = await moved(1);
  told.answer = () => refusal;
  const undo = await moves.submitSequel('undo', ana, id, {}, terms);
  await told.until(undo.id, ({ state }) => state === 'settled');

  told.rights = () => ({ role: 'viewer', scope: null });
  expect((await moves.control.retry(bob, undo.id, ['1'])).items[1]).toMatchObject({ retryOf: '1', state: 'refused', verdict: { reason: 'forbidden' } });
  // Whoever gave the order may not move anybody any more: it goes by whoever tries again.
  told.rights = (sender) => ({ role: sender.id === bob.id ? 'operator' : 'viewer', scope: null });
  told.answer = (participant) => ({ ok: true, value: { participant: `${participant}back` } });
  await moves.control.retry(bob, undo.id, ['2']);
  const { by, items } = await told.until(undo.id, (order) => order.items[2]?.state === 'accepted');
  expect(by).toMatchObject({ name: 'Ana' });
  expect(items[2]).toMatchObject({ retryOf: '2', participant: 'g0+', newParticipant: 'g0+back', to: { meeting: 'm1' } });
  expect(told.sent).toEqual(['g0', 'g0+', 'g0+']);
  const records = (await told.audit.log.list(20, null, { action: 'retry-move' })).items;
  expect(records.map((record) => record.by.name)).toEqual(['Bob', 'Bob']);
});
