import type { Kysely } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Caller } from '@/lib/access/access';
import { exampleBridge, exampleMeeting, exampleParticipant } from '@/lib/meeting/examples';
import { memoryDatabase } from '@/server/db/memory-database';
import type { Database } from '@/server/db/schema';
import type { Moves } from '@/server/moves/moves';
import { ToldMoves } from '@/server/moves/told-moves';

const ana: Caller = { kind: 'person', id: 'p1', name: 'Ana', role: 'operator', scope: null, address: null };
const meetings = ['m1', 'm2'].map((id) => ({ event: 'meeting', data: exampleMeeting({ id, calls: [{ id: `call-${id}`, callBridge: 'b1' }] }) }) as const);
const tooEarly = expect.objectContaining({ problem: expect.objectContaining({ code: 'unavailable', retryAfterSeconds: 2 }) as object }) as Error;
const request = { participants: ['old'], to: { meeting: 'm2' } };

let db: Kysely<Database>;
let told: ToldMoves;
let moves: Moves;

const bridge = (id: string, state: 'connecting' | 'connected' | 'away') => told.inventory.tell({ event: 'call-bridge', data: exampleBridge({ id, state }) });
const records = async () => (await told.audit.log.list(20, null, {})).items.length;

beforeEach(async () => {
  db = await memoryDatabase();
  told = new ToldMoves(db);
  moves = told.start();
});

afterEach(async () => {
  await moves.stop();
  await db.destroy();
});

describe('before a bridge has told for the first time what there is', () => {
  test('an order of people who are not seen yet is to be given again, and leaves nothing on record', async () => {
    bridge('b1', 'connecting');
    await expect(moves.submit(ana, request, 'key')).rejects.toEqual(tooEarly);
    expect(() => moves.dryRun(ana, request)).toThrow(tooEarly);
    expect(await records()).toBe(0);

    bridge('b1', 'connected');
    told.inventory.tell(...meetings, { event: 'participant', data: exampleParticipant({ id: 'old' }) });
    expect((await moves.submit(ana, request, 'key')).items).toMatchObject([{ verdict: { allowed: true } }]);
  });

  test('an order of people who are seen goes, and so does the answer to a key that is known', async () => {
    bridge('b1', 'connected');
    told.inventory.tell(...meetings, { event: 'participant', data: exampleParticipant({ id: 'old' }) });
    bridge('b2', 'connecting');
    const order = await moves.submit(ana, request, 'key');
    expect(order.items).toMatchObject([{ verdict: { allowed: true } }]);

    told.inventory.tell({ event: 'participant-left', data: { id: 'old', meeting: 'm1', reason: null } });
    expect(await moves.submit(ana, request, 'key')).toMatchObject({ id: order.id });
  });

  test('a target that is not seen yet may be there', async () => {
    bridge('b1', 'connected');
    told.inventory.tell({ event: 'participant', data: exampleParticipant({ id: 'old' }) });
    bridge('b2', 'connecting');
    await expect(moves.submit(ana, request, null)).rejects.toEqual(tooEarly);
  });

  test.each(['connected', 'away'] as const)('nobody waits for one that is %s', async (state) => {
    bridge('b1', state);
    expect((await moves.submit(ana, request, null)).items).toMatchObject([{ state: 'refused', verdict: { reasons: ['not-connected', 'target-ended'] } }]);
  });

  test('an undo, a repeat and a retry of an earlier order are to be asked for again, and change nothing', async () => {
    bridge('b1', 'connected');
    told.inventory.tell(...meetings, { event: 'participant', data: exampleParticipant({ id: 'old' }) });
    told.answer = () => ({ ok: false, error: { code: 'bridge-refused', detail: 'no', status: 400, failureTag: null, mayHaveActed: false } });
    const { id } = await moves.submit(ana, request, null);
    await told.until(id, ({ state }) => state === 'settled');
    const before = await records();
    bridge('b2', 'connecting');

    const terms = { key: null, look: () => Promise.resolve(false) };
    for (const sequel of ['undo', 'repeat'] as const) {
      await expect(moves.submitSequel(sequel, ana, id, {}, terms)).rejects.toEqual(tooEarly);
      await expect(moves.dryRunSequel(sequel, ana, id, {})).rejects.toEqual(tooEarly);
    }
    await expect(moves.control.retry(ana, id, null)).rejects.toEqual(tooEarly);
    expect(await records()).toBe(before);
  });

  test('a paused order stays paused, with nobody refused', async () => {
    bridge('b1', 'connected');
    const people = Array.from({ length: 12 }, (_, at) => `g${at}`);
    told.inventory.tell(...meetings, ...people.map((id) => ({ event: 'participant', data: exampleParticipant({ id }) }) as const));
    const { id } = await moves.submit(ana, { ...request, participants: people }, null);
    await moves.control.pause(ana, id);
    bridge('b2', 'connecting');
    await expect(moves.control.resume(ana, id)).rejects.toEqual(tooEarly);
    expect(await moves.find(id, ana)).toMatchObject({ state: 'paused' });

    bridge('b2', 'connected');
    expect(await moves.control.resume(ana, id)).toMatchObject({ state: 'running' });
  });
});

describe('while a bridge that came up just now has told no more of somebody than the name', () => {
  const listed = exampleParticipant({ id: 'old', state: 'initial', canMove: null });
  const known = exampleParticipant({ id: 'old' });
  const person = (data: typeof known) => told.inventory.tell({ event: 'participant', data });
  const allowed = { items: [{ verdict: { allowed: true } }] };

  beforeEach(() => {
    bridge('b1', 'connected');
    told.inventory.tell(...meetings);
    person(listed);
  });

  test('an order of them is to be given again, and leaves nothing on record', async () => {
    await expect(moves.submit(ana, request, 'key')).rejects.toEqual(tooEarly);
    expect(() => moves.dryRun(ana, request)).toThrow(tooEarly);
    expect(await records()).toBe(0);
    person(known);
    expect(await moves.submit(ana, request, 'key')).toMatchObject(allowed);
  });

  test('an order goes once a look has told how they are', async () => {
    const look = () => Promise.resolve(person(known)).then(() => true);
    expect(await moves.submit(ana, request, null, look)).toMatchObject(allowed);
  });

  test('an order that would be refused whatever comes is refused', async () => {
    const { items } = await moves.submit(ana, { ...request, to: { meeting: 'm1' } }, null);
    expect(items).toMatchObject([{ state: 'refused', verdict: { reasons: ['not-connected', 'same-meeting', 'needs-2.6'] } }]);
  });

  test('a repeat and a retry wait for them too', async () => {
    person({ ...known, canMove: false });
    const { id } = await moves.submit(ana, request, null);
    person(listed);
    const before = await records();
    await expect(moves.submitSequel('repeat', ana, id, {}, { key: null, look: () => Promise.resolve(false) })).rejects.toEqual(tooEarly);
    await expect(moves.dryRunSequel('repeat', ana, id, {})).rejects.toEqual(tooEarly);
    await expect(moves.control.retry(ana, id, null)).rejects.toEqual(tooEarly);
    expect(await records()).toBe(before);
    person(known);
    expect((await moves.control.retry(ana, id, null)).items).toMatchObject([{ state: 'refused' }, { verdict: { allowed: true } }]);
  });

  test('half a minute later they are taken for what they seem', async () => {
    told.clock.advance(30_000);
    expect((await moves.submit(ana, request, null)).items).toMatchObject([{ state: 'refused', verdict: { reason: 'not-connected' } }]);
  });
});
