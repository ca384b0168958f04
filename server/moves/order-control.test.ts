import type { Kysely } from 'kysely';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Caller } from '@/lib/access/access';
import { exampleBridge, exampleMeeting, exampleParticipant } from '@/lib/meeting/examples';
import type { Order } from '@/lib/move/order';
import { createAuditDesk, type AuditDesk } from '@/server/audit/audit-desk';
import { agreeingWriter } from '@/server/bridge-client/agreeing-writer';
import type { Answer } from '@/server/bridge-client/bridge-error';
import { ManualClock } from '@/server/bridge-client/manual-clock';
import { ToldSpaces } from '@/server/clusters/told-spaces';
import { memoryDatabase } from '@/server/db/memory-database';
import type { Database } from '@/server/db/schema';
import { ToldInventory } from '@/server/inventory/told-inventory';
import { moversOf } from '@/server/moves/lineage';
import { Moves } from '@/server/moves/moves';

const ana: Caller = { kind: 'person', id: 'p1', name: 'Ana', role: 'operator', scope: null, address: null };
const bridgeIds = ['b1', 'b2', 'b3'];
const refusal: Answer<never> = { ok: false, error: { code: 'bridge-refused', detail: 'no', status: 400, failureTag: null, mayHaveActed: false } };

let db: Kysely<Database>;
let audit: AuditDesk;
let inventory: ToldInventory;
let clock: ManualClock;
let moves: Moves;
let sent: string[];
/** What a bridge answers; nothing as long as it is null. */
let answer: Answer<{ participant: string }> | null;
let waiting: ((answer: Answer<{ participant: string }>) => void)[];

function start(): Moves {
  return new Moves({
    db,
    audit: audit.writer,
    inventory,
    clusters: {
      spaces: new ToldSpaces(),
      list: () => [],
      modes: () => new Map([['c1', 'operate']]),
      writerFor: () => ({
        ...agreeingWriter,
        moveParticipant: (_, participant) => {
          sent.push(participant);
          return answer ? Promise.resolve(answer) : new Promise((resolve) => waiting.push(resolve));
        },
      }),
      settingsOf: () => Promise.resolve(null),
      receivesMedia: () => Promise.resolve(true),
      readBack: () => Promise.resolve(true),
    },
    rightsOf: () => Promise.resolve({ role: 'operator', scope: null }),
    publish: () => undefined,
    clock,
    log: pino({ level: 'silent' }),
  });
}

async function turn(): Promise<void> {
  for (let times = 0; times < 25; times += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** So many people in `m1`, all on one bridge: eight of them are on record as being sent at once, and four are asked for. */
function people(count: number): string[] {
  const ids = Array.from({ length: count }, (_, at) => `g${at}`);
  for (const id of ids) inventory.tell({ event: 'participant', data: exampleParticipant({ id }) });
  return ids;
}

const submit = (participants: string[]) => moves.submit(ana, { participants, to: { meeting: 'm2' } }, null);
const now = (id: string) => moves.find(id, ana);
const statesOf = ({ items }: Order) => items.map(({ state }) => state);
const failNextSave = () => vi.spyOn(audit.writer, 'write').mockRejectedValueOnce(new Error('database is locked'));

/** The bridge says no to all that it was asked, and to what comes. */
async function refuse(): Promise<void> {
  answer = refusal;
  for (const one of waiting.splice(0)) one(refusal);
  await turn();
}

/** An order of ten whose last two wait, held back. */
async function aPausedOrder(): Promise<string> {
  const { id } = await submit(people(10));
  await moves.control.pause(ana, id);
  await turn();
  expect(sent).toHaveLength(4);
  return id;
}

async function aRefusedOrder(): Promise<string> {
  const { id } = await submit(people(1));
  await refuse();
  expect(statesOf(await now(id))).toEqual(['nothing-happened']);
  answer = null;
  return id;
}

beforeEach(async () => {
  db = await memoryDatabase();
  clock = new ManualClock();
  audit = createAuditDesk(db, () => clock.now());
  inventory = new ToldInventory();
  for (const id of bridgeIds) inventory.tell({ event: 'call-bridge', data: exampleBridge({ id }) });
  for (const id of ['m1', 'm2']) inventory.tell({ event: 'meeting', data: exampleMeeting({ id, calls: [{ id: `call-${id}`, callBridge: 'b1' }] }) });
  sent = [];
  waiting = [];
  answer = null;
  moves = start();
});

afterEach(async () => {
  const stopping = moves.stop();
  await refuse();
  await stopping;
  await db.destroy();
});

describe('while a bridge that has no part in it is away', () => {
  beforeEach(() => inventory.tell({ event: 'call-bridge', data: exampleBridge({ id: 'b3', state: 'away' }) }));

  test('what was paused goes on once it is resumed', async () => {
    const id = await aPausedOrder();
    await moves.control.resume(ana, id);
    await refuse();
    expect(sent).toHaveLength(10);
  });

  test('what failed leaves again once it is tried again', async () => {
    const id = await aRefusedOrder();
    await moves.control.retry(ana, id, null);
    await turn();
    expect(sent).toEqual(['g0', 'g0']);
  });
});

describe('when the database does not take it at once', () => {
  test('what is resumed goes on as soon as that is on record', async () => {
    const id = await aPausedOrder();
    failNextSave();
    await expect(moves.control.resume(ana, id)).rejects.toThrow('locked');
    await refuse();
    expect(sent).toHaveLength(8);
    clock.advance(1_000);
    await turn();
    expect(sent).toHaveLength(10);
    expect((await now(id)).state).toBe('settled');
  });

  test('what is tried again leaves as soon as that is on record, and once', async () => {
    const id = await aRefusedOrder();
    failNextSave();
    await expect(moves.control.retry(ana, id, null)).rejects.toThrow('locked');
    await turn();
    expect(sent).toEqual(['g0']);
    await moves.control.retry(ana, id, null);
    clock.advance(1_000);
    await turn();
    expect(sent).toEqual(['g0', 'g0']);
  });
});

test('what was paused, then cancelled, goes once it is tried again', async () => {
  const id = await aPausedOrder();
  await moves.control.cancel(ana, id);
  await moves.control.retry(ana, id, ['9', '10']);
  await refuse();
  expect(sent).toHaveLength(10);
});

test('that somebody is back is on record once, however often it had to be tried', async () => {
  const { id } = await submit(people(1));
  await turn();
  for (const one of waiting.splice(0)) one({ ok: true, value: { participant: 'new' } });
  inventory.tell({ event: 'participant-left', data: { id: 'g0', meeting: 'm1', reason: null } });
  clock.advance(31_000);
  await turn();
  expect(statesOf(await now(id))).toEqual(['dropped']);
  const back = { order: id, item: '1', at: new Date(clock.now()).toISOString(), recognisedBy: 'address' } as const;
  for (const error of ['locked', 'still locked']) {
    vi.spyOn(audit.writer, 'write').mockRejectedValueOnce(new Error(error));
    await expect(moves.noteReturn(back)).rejects.toThrow(error);
  }
  await moves.noteReturn(back);
  const records = (await audit.log.list(10, null, {})).items;
  expect(records.filter(({ action }) => action === 'person-returned')).toHaveLength(1);
});

test('whoever had somebody tried again is known as who moved them, after a restart too', async () => {
  const ben: Caller = { ...ana, id: 'p2', name: 'Ben' };
  const id = await aRefusedOrder();
  answer = { ok: true, value: { participant: 'new' } };
  await moves.control.retry(ben, id, null);
  await turn();
  const newcomer = exampleParticipant({ id: 'new', meeting: 'm2', movedFrom: { participant: 'g0', meeting: 'm1' } });
  inventory.tell({ event: 'participant', data: newcomer }, { event: 'participant-left', data: { id: 'g0', meeting: 'm1', reason: null } });
  clock.advance(100);
  await turn();
  expect(statesOf(await now(id))).toEqual(['nothing-happened', 'joined']);
  const movedBy = () => moves.dryRun(ana, { participants: ['g0'], to: { meeting: 'm1' } }).items[0]?.verdict.meanwhile?.by;
  expect(movedBy()).toEqual({ kind: 'person', name: 'Ben' });
  expect((await moversOf(db, [newcomer])).get('new')).toEqual({ kind: 'person', id: 'p2', name: 'Ben' });
  await moves.stop();
  moves = start();
  await moves.recover();
  expect(movedBy()).toEqual({ kind: 'person', name: 'Ben' });
});

test('whoever was on a bridge that was removed is waited for ten minutes, and on one that is away until it is back', async () => {
  await submit(people(1));
  await turn();
  inventory.tell({ event: 'call-bridge', data: exampleBridge({ id: 'b1', state: 'away' }) }, { event: 'participant-left', data: { id: 'g0', meeting: 'm1', reason: null } });
  for (const one of waiting.splice(0)) one({ ok: true, value: { participant: 'new' } });
  await turn();
  clock.advance(35_000);
  await turn();
  clock.advance(600_000);
  await turn();
  expect(moves.itemsMoving('g0')).toMatchObject([{ state: 'unknown' }]);
  inventory.tell({ event: 'call-bridge-removed', data: { id: 'b1' } });
  clock.advance(600_000);
  await turn();
  expect(moves.itemsMoving('g0')).toEqual([]);
});
