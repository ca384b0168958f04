import fc from 'fast-check';
import type { Kysely } from 'kysely';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Caller } from '@/lib/access/access';
import { exampleBridge, exampleMeeting, exampleParticipant } from '@/lib/meeting/examples';
import { isFinal } from '@/lib/move/item-state';
import type { Order } from '@/lib/move/order';
import { createAuditDesk } from '@/server/audit/audit-desk';
import { agreeingWriter } from '@/server/bridge-client/agreeing-writer';
import type { Answer } from '@/server/bridge-client/bridge-error';
import { ManualClock } from '@/server/bridge-client/manual-clock';
import { ToldSpaces } from '@/server/clusters/told-spaces';
import { memoryDatabase } from '@/server/db/memory-database';
import type { Database } from '@/server/db/schema';
import { ToldInventory } from '@/server/inventory/told-inventory';
import { Moves } from '@/server/moves/moves';

const ana: Caller = { kind: 'person', id: 'p1', name: 'Ana', role: 'operator', scope: null, address: null };
const bridgeIds = ['b1', 'b2', 'b3'];
const log = pino({ level: 'silent' });

/** A request that a bridge has not answered. */
interface Asked {
  readonly bridge: string;
  readonly participant: string;
  readonly answer: (answer: Answer<{ participant: string }>) => void;
}

let db: Kysely<Database>;
let inventory: ToldInventory;
let clock: ManualClock;
let moves: Moves;
let asked: Asked[];
let sent: string[];
/** Who may only look. */
let viewers: Set<string>;

function start(): Moves {
  return new Moves({
    db,
    audit: createAuditDesk(db, () => clock.now()).writer,
    inventory,
    clusters: {
      spaces: new ToldSpaces(),
      list: () => [],
      modes: () => new Map([['c1', 'operate']]),
      writerFor: (bridge) => ({
        ...agreeingWriter,
        moveParticipant: (_, participant) => {
          sent.push(participant);
          return new Promise((answer) => asked.push({ bridge, participant, answer }));
        },
      }),
      settingsOf: () => Promise.resolve(null),
      receivesMedia: () => Promise.resolve(true),
      readBack: () => Promise.resolve(true),
    },
    rightsOf: ({ id }) => Promise.resolve({ role: viewers.has(id) ? 'viewer' : 'operator', scope: null }),
    publish: () => undefined,
    clock,
    log,
  });
}

async function turn(): Promise<void> {
  for (let times = 0; times < 25; times += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** So many people in `m1`, on the bridges in turn. */
function people(count: number, name = 'g'): string[] {
  const ids = Array.from({ length: count }, (_, at) => `${name}${at}`);
  for (const [at, id] of ids.entries()) {
    const callBridge = { id: bridgeIds[at % 3] ?? '', name: '', version: '3.9' };
    inventory.tell({ event: 'participant', data: exampleParticipant({ id, callBridge }) });
  }
  return ids;
}

const submit = (participants: string[], meeting = 'm2') => moves.submit(ana, { participants, to: { meeting } }, null);
const now = (id: string) => moves.find(id, ana);
const statesOf = ({ items }: Order) => new Set(items.map(({ state }) => state));
const count = ({ items }: Order, wanted: string) => items.filter(({ state }) => state === wanted).length;

function accept(one: Asked): void {
  asked = asked.filter((other) => other !== one);
  one.answer({ ok: true, value: { participant: `${one.participant}-new` } });
}

function arrive(participant: string): void {
  const movedFrom = { participant, meeting: 'm1' };
  inventory.tell(
    { event: 'participant', data: exampleParticipant({ id: `${participant}-new`, meeting: 'm2', movedFrom }) },
    { event: 'participant-left', data: { id: participant, meeting: 'm1', reason: null } },
  );
}

/** Has the bridges say no to everything that is asked. */
function refuse(): void {
  for (const one of asked.splice(0)) one.answer({ ok: false, error: { code: 'bridge-refused', detail: 'no', status: 400, failureTag: null, mayHaveActed: false } });
}

/** Answers everything that is asked, until nobody is. */
async function carryOut(): Promise<void> {
  for (await turn(); asked.length > 0; await turn()) {
    for (const one of asked) {
      accept(one);
      arrive(one.participant);
    }
  }
  clock.advance(100);
  await turn();
}

beforeEach(async () => {
  db = await memoryDatabase();
  clock = new ManualClock();
  inventory = new ToldInventory();
  for (const id of bridgeIds) inventory.tell({ event: 'call-bridge', data: exampleBridge({ id }) });
  const calls = (meeting: string) => bridgeIds.map((callBridge) => ({ id: `${meeting}-${callBridge}`, callBridge }));
  for (const id of ['m1', 'm2', 'm3']) inventory.tell({ event: 'meeting', data: exampleMeeting({ id, calls: calls(id) }) });
  asked = [];
  sent = [];
  viewers = new Set();
  moves = start();
});

afterEach(async () => {
  const stopping = moves.stop();
  for (await turn(); asked.length > 0; await turn()) for (const one of asked) accept(one);
  await stopping;
  await db.destroy();
});

describe('an order of many', () => {
  test('asks each bridge for four at a time, the bridges side by side, and leaves little on record that has not left', async () => {
    const { id } = await submit(people(60));
    await turn();
    expect(bridgeIds.map((bridge) => asked.filter((one) => one.bridge === bridge).length)).toEqual([4, 4, 4]);
    expect(count(await now(id), 'sending')).toBe(24);
    for (const one of asked.filter(({ bridge }) => bridge === 'b2')) {
      accept(one);
      arrive(one.participant);
    }
    await turn();
    expect(bridgeIds.map((bridge) => asked.filter((one) => one.bridge === bridge).length)).toEqual([4, 4, 4]);
    expect(sent.length).toBe(16);
    await carryOut();
    expect(statesOf(await now(id))).toEqual(new Set(['joined']));
    expect(sent.length).toBe(60);
  });

  test('shares a bridge with another in turns', async () => {
    await submit(people(60));
    await submit(people(60, 'late'));
    await turn();
    for (let round = 0; round < 6; round += 1) {
      for (const one of asked) accept(one);
      await turn();
    }
    const late = sent.filter((id) => id.startsWith('late')).length;
    expect(late).toBeGreaterThanOrEqual(18);
  });

  test('judges each at the moment of the deed: who has gone elsewhere meanwhile stays there', async () => {
    const ids = people(30);
    const { id } = await submit(ids);
    const last = ids.at(-1) ?? '';
    inventory.tell({ event: 'participant', data: exampleParticipant({ id: last, meeting: 'm3' }) });
    await carryOut();
    const item = (await now(id)).items.at(-1);
    expect(item).toMatchObject({ state: 'refused', verdict: { reason: 'moved-meanwhile' }, times: { sending: null } });
    expect(sent).not.toContain(last);
  });

  test('does not count as late what waited behind others of it, and is late a minute after the last of them', async () => {
    const { id } = await submit(people(60));
    await turn();
    for (let round = 0; round < 2; round += 1) {
      clock.advance(25_000);
      for (const one of asked) accept(one);
      await turn();
    }
    clock.advance(25_000);
    await turn();
    expect(count(await now(id), 'expired')).toBe(0);
    const waiting = count(await now(id), 'queued');
    expect(waiting).toBeGreaterThan(0);
    clock.advance(60_000);
    await turn();
    expect(count(await now(id), 'expired')).toBe(waiting);
  });
});

describe('an order that is paused', () => {
  test('sends nothing new, is never late, and goes on where it was once it is resumed', async () => {
    const { id } = await submit(people(60));
    await turn();
    expect((await moves.control.pause(ana, id)).state).toBe('paused');
    await carryOut();
    expect(sent.length).toBe(24);
    clock.advance(3_600_000);
    await turn();
    expect((await now(id)).state).toBe('paused');
    await moves.control.pause(ana, id);
    expect((await moves.control.resume(ana, id)).state).toBe('running');
    await carryOut();
    expect([(await now(id)).state, sent.length, new Set(sent).size]).toEqual(['settled', 60, 60]);
  });

  test('is judged anew when it goes on', async () => {
    const ids = people(60);
    const { id } = await submit(ids);
    await moves.control.pause(ana, id);
    inventory.tell({ event: 'participant-left', data: { id: ids.at(-1) ?? '', meeting: 'm1', reason: null } });
    const resumed = await moves.control.resume(ana, id);
    expect(resumed.items.at(-1)).toMatchObject({ state: 'refused', verdict: { reason: 'not-connected' } });
  });

  test('stays paused over a restart', async () => {
    const { id } = await submit(people(60));
    await moves.control.pause(ana, id);
    await carryOut();
    await moves.stop();
    moves = start();
    await moves.recover();
    clock.advance(600_000);
    await turn();
    expect([(await now(id)).state, sent.length]).toEqual(['paused', 24]);
    await moves.control.resume(ana, id);
    await carryOut();
    expect([(await now(id)).state, new Set(sent).size, sent.length]).toEqual(['settled', 60, 60]);
  });
});

test('an order that is cancelled ends what has not begun, and what has goes on', async () => {
  const { id } = await submit(people(60));
  await turn();
  expect(count(await moves.control.cancel(ana, id), 'cancelled')).toBe(36);
  await moves.control.cancel(ana, id);
  await carryOut();
  expect(count(await now(id), 'joined')).toBe(24);
  expect((await now(id)).state).toBe('settled');
});

test('what was cancelled stays so over a restart, and what was being sent is brought to its end', async () => {
  const { id } = await submit(people(60));
  await turn();
  await moves.control.cancel(ana, id);
  for (await turn(); asked.length > 0; await turn()) for (const one of asked) accept(one);
  const answered = [...sent];
  await moves.stop();
  moves = start();
  await moves.recover();
  for (const one of answered) arrive(one);
  clock.advance(600_000);
  await turn();
  const order = await now(id);
  expect([order.state, count(order, 'cancelled'), count(order, 'joined'), sent.length]).toEqual(['settled', 36, 24, 24]);
});

test('what failed is repeated once, as new items of the same order', async () => {
  const [first = '', second = ''] = people(2);
  const { id } = await submit([first, second]);
  await turn();
  for (const one of asked) {
    const error = { code: 'bridge-refused', detail: 'no', status: 400, failureTag: null, mayHaveActed: false } as const;
    if (one.participant === first) one.answer({ ok: false, error });
    else accept(one);
  }
  arrive(second);
  asked = [];
  await turn();
  await Promise.all([moves.control.retry(ana, id, null), moves.control.retry(ana, id, null)]);
  await carryOut();
  const { items, state } = await now(id);
  expect(state).toBe('settled');
  expect(items.map(({ participant, state: end, retryOf }) => [participant, end, retryOf])).toEqual([
    [first, 'nothing-happened', null],
    [second, 'joined', null],
    [first, 'joined', '1'],
  ]);
  expect((await moves.control.retry(ana, id, null)).items).toHaveLength(3);
});

test('what is tried again goes by the rights of whoever has it tried, over a pause too, and both are on record', async () => {
  const ben: Caller = { ...ana, id: 'p2', name: 'Ben' };
  const [first = ''] = people(1);
  const { id } = await submit([first]);
  await turn();
  refuse();
  await turn();
  viewers.add(ana.id);
  await moves.control.retry(ana, id, null);
  expect((await now(id)).items[1]).toMatchObject({ state: 'refused', verdict: { reason: 'forbidden' } });
  await moves.control.retry(ben, id, null);
  await carryOut();
  expect((await now(id)).items.map(({ state }) => state)).toEqual(['nothing-happened', 'refused', 'joined']);
  expect((await now(id)).by.name).toBe('Ana');
  const records = (await createAuditDesk(db, () => clock.now()).log.list(10, null, {})).items;
  expect(records.filter(({ action }) => action === 'retry-move').map(({ by }) => by.name)).toEqual(['Ben', 'Ana']);
});

test('whoever ended up in the wrong meeting is moved from there when it is tried again; one who is in the target by then is left', async () => {
  const ids = people(2);
  const { id } = await submit(ids);
  await turn();
  for (const one of asked) accept(one);
  await turn();
  for (const one of ids) {
    const movedFrom = { participant: one, meeting: 'm1' };
    inventory.tell({ event: 'participant', data: exampleParticipant({ id: `${one}-new`, meeting: 'm3', movedFrom }) }, { event: 'participant-left', data: { id: one, meeting: 'm1', reason: null } });
  }
  clock.advance(31_000);
  await turn();
  expect(statesOf(await now(id))).toEqual(new Set(['wrong-meeting']));
  inventory.tell({ event: 'participant', data: exampleParticipant({ id: 'g1-new', meeting: 'm2', movedFrom: { participant: 'g1', meeting: 'm1' } }) });
  const { items } = await moves.control.retry(ana, id, null);
  expect(items.slice(2)).toMatchObject([{ participant: 'g0-new', from: { meeting: 'm3' }, retryOf: '1' }]);
  await turn();
  expect(sent.at(-1)).toBe('g0-new');
});

test('whoever was dropped is tried again once they are back, from where they are', async () => {
  const uri = 'sip:room@example.com';
  inventory.tell({ event: 'participant', data: exampleParticipant({ id: 'room', uri, kind: 'sip', name: 'Room', callBridge: { id: 'b1', name: '', version: '3.9' } }) });
  const { id } = await submit(['room']);
  await turn();
  for (const one of asked) accept(one);
  inventory.tell({ event: 'participant-left', data: { id: 'room', meeting: 'm1', reason: null } });
  clock.advance(31_000);
  await turn();
  expect(statesOf(await now(id))).toEqual(new Set(['dropped']));
  expect((await moves.control.retry(ana, id, null)).items).toHaveLength(1);
  const joinedAt = new Date(clock.now() + 1_000).toISOString();
  inventory.tell({ event: 'participant', data: exampleParticipant({ id: 'again', uri, kind: 'sip', name: 'Room', joinedAt, callBridge: { id: 'b1', name: '', version: '3.9' } }) });
  await moves.noteReturn({ order: id, item: '1', at: joinedAt, recognisedBy: 'address' });
  const { items } = await moves.control.retry(ana, id, null);
  expect(items[1]).toMatchObject({ participant: 'again', from: { meeting: 'm1' }, retryOf: '1' });
  await turn();
  expect(sent.at(-1)).toBe('again');
});

test('an operator whose scope does not hold all of an order may see it, and not change it', async () => {
  const limited: Caller = { ...ana, id: 'p2', scope: { clusters: [], spaces: [{ cluster: 'c1', id: 's2' }] } };
  for (const [id, space] of [['m1', 's1'], ['m2', 's2']] as const) inventory.tell({ event: 'meeting', data: exampleMeeting({ id, space }) });
  const { id } = await submit(people(30));
  expect((await moves.find(id, limited)).id).toBe(id);
  await expect(moves.control.cancel(limited, id)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(moves.control.cancel({ ...limited, scope: { clusters: [], spaces: [] } }, id)).rejects.toMatchObject({ code: 'not-found' });
});

test('whatever happens in between, each item is sent at most once and comes to an end', async () => {
  const deeds = fc.constantFrom('answer', 'lose', 'refuse', 'arrive', 'leave', 'pause', 'resume', 'cancel', 'wait', 'restart');
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(deeds, fc.nat()), { maxLength: 25 }), fc.nat(1_000_000), async (steps, run) => {
      sent = [];
      const { id } = await submit(people(20, `r${run}-`));
      for (const [deed, number] of steps) {
        await turn();
        await doStep(deed, number, id);
      }
      await moves.control.resume(ana, id);
      for (let minute = 0; minute < 4; minute += 1) {
        await carryOut();
        clock.advance(60_000);
      }
      await turn();
      const { items, state } = await now(id);
      expect(new Set(sent).size).toBe(sent.length);
      expect(state).toBe('settled');
      expect(items.filter((item) => !isFinal(item.state))).toEqual([]);
      expect(items.filter((item) => item.times.sending === null && sent.includes(item.participant))).toEqual([]);
    }),
    { numRuns: 25 },
  );
});

const failure = { code: 'bridge-unreachable', detail: 'reset', status: null, failureTag: null } as const;

async function doStep(deed: string, number: number, order: string): Promise<void> {
  const one = asked[number % Math.max(1, asked.length)];
  const giveUp = (mayHaveActed: boolean) => {
    asked = asked.filter((other) => other !== one);
    one?.answer({ ok: false, error: { ...failure, mayHaveActed } });
  };
  if (deed === 'answer' && one) accept(one);
  if (deed === 'lose') giveUp(true);
  if (deed === 'refuse') giveUp(false);
  const person = sent[number % Math.max(1, sent.length)];
  if (deed === 'arrive' && person !== undefined) arrive(person);
  if (deed === 'leave' && person !== undefined) inventory.tell({ event: 'participant-left', data: { id: person, meeting: 'm1', reason: null } });
  if (deed === 'pause') await moves.control.pause(ana, order);
  if (deed === 'resume') await moves.control.resume(ana, order);
  if (deed === 'cancel') await moves.control.cancel(ana, order);
  if (deed === 'wait') clock.advance((number % 40) * 1_000);
  if (deed === 'restart') await restart();
}

/** A new Usher takes over; what the old one had asked is answered to nobody. */
async function restart(): Promise<void> {
  const stopping = moves.stop();
  while (asked.length > 0) {
    for (const one of asked) one.answer({ ok: false, error: { ...failure, mayHaveActed: true } });
    asked = [];
    await turn();
  }
  await stopping;
  moves = start();
  await moves.recover();
}
