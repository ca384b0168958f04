import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Kysely } from 'kysely';
import { pino } from 'pino';
import type { Change } from '@/lib/meeting/change';
import { exampleBridge, exampleMeeting, exampleParticipant } from '@/lib/meeting/examples';
import { exampleItem } from '@/lib/move/example-item';
import type { Item } from '@/lib/move/item';
import type { Order } from '@/lib/move/order';
import type { ItemFinding } from '@/lib/trace/item-finding';
import { ManualClock } from '@/server/bridge-client/manual-clock';
import { memoryDatabase } from '@/server/db/memory-database';
import type { Database } from '@/server/db/schema';
import { ToldInventory } from '@/server/inventory/told-inventory';
import { ObservedMoves } from '@/server/moves/observed-moves';
import { listOrders } from '@/server/moves/order-list';
import { insertOrder } from '@/server/moves/order-store';

const reader = { kind: 'person', id: 'p1', scope: null } as const;
const bridge = exampleBridge;
const meeting = (id: string, over: object = {}) => exampleMeeting({ id, name: id === 'm1' ? 'Space 1' : 'Space 2', space: id, calls: [{ id: `call-${id}`, callBridge: 'b1' }], ...over });

let db: Kysely<Database>;
let inventory: ToldInventory;
let clock: ManualClock;
let observed: ObservedMoves;
let published: Order[];
let own: Item[];

function start(): ObservedMoves {
  return new ObservedMoves({
    db,
    inventory,
    clock,
    log: pino({ level: 'silent' }),
    ownItems: (participant) => own.filter((item) => item.participant === participant),
    publish: (order) => void published.push(order),
  });
}

/** Lets time go by, and what was promised happen. */
async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 50) {
    clock.advance(Math.min(50, left));
    for (let turn = 0; turn < 8; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Each change at a moment of its own. */
function tell(...changes: Change[]): void {
  for (const change of changes) {
    clock.advance(1);
    inventory.tell(change);
  }
}

const onRecord = async () => (await listOrders(db, { filter: {}, limit: 100, before: null }, reader)).map(({ order }) => order).filter((order) => order.observed !== undefined);
const newcomer = (over: object = {}): Change => ({
  event: 'participant',
  data: exampleParticipant({ id: 'new', name: 'Ana', meeting: 'm2', movedFrom: { participant: 'old', meeting: 'm1' }, ...over }),
});
const leave: Change = { event: 'participant-left', data: { id: 'old', meeting: 'm1', reason: 'callMoved' } };

const ownItem = (over: Partial<Item>): Item =>
  exampleItem({ state: 'sending', times: { queued: at(), sending: at(), accepted: null, left: null, joined: null, mediaSeen: null, ended: null }, ...over });
const at = () => new Date(clock.now()).toISOString();

async function record(item: Item): Promise<void> {
  const order: Order = { id: `own-${item.id}`, state: 'running', by: { kind: 'person', id: 'p1', name: 'Olga' }, reason: null, settings: 'target', lobby: 'open', createdAt: at(), undoOf: null, repeatOf: null, items: [item] };
  await db.transaction().execute((trx) => insertOrder(trx, { order, routes: new Map() }, clock.now()));
}

beforeEach(async () => {
  db = await memoryDatabase();
  clock = new ManualClock();
  inventory = new ToldInventory();
  published = [];
  own = [];
  observed = start();
  tell(
    { event: 'call-bridge', data: bridge() },
    { event: 'meeting', data: meeting('m1') },
    { event: 'meeting', data: meeting('m2') },
    { event: 'participant', data: exampleParticipant({ id: 'old', name: 'Ana' }) },
  );
});

afterEach(async () => {
  await observed.stop();
  await db.destroy();
});

describe('a move that Usher did not send', () => {
  test('is put on record with from, to and name, by somebody unknown, and followed to its end', async () => {
    tell(newcomer({ state: 'initial' }));
    await pass(100);
    expect(published).toMatchObject([
      {
        state: 'running',
        by: { kind: 'unknown' },
        observed: { predicted: { allowed: true, reason: null } },
        items: [{ participant: 'old', newParticipant: 'new', name: 'Ana', from: { meeting: 'm1', name: 'Space 1' }, to: { meeting: 'm2', name: 'Space 2' }, state: 'accepted' }],
      },
    ]);
    await pass(300);
    tell(newcomer(), leave);
    await pass(100);
    expect(published.at(-1)).toMatchObject({ state: 'settled', items: [{ state: 'joined', times: { left: expect.any(String) as string, joined: expect.any(String) as string } }] });
    expect(await onRecord()).toEqual([published.at(-1)]);
  });

  test('that is over when it is seen first is still told as begun, and then as ended', async () => {
    tell(leave, newcomer());
    await pass(500);
    expect(published.map(({ items }) => items[0]?.state)).toEqual(['accepted', 'joined']);
  });

  test('is there once, however often it is told, and after a restart', async () => {
    tell(newcomer(), newcomer({ speaking: true }), leave, newcomer());
    await pass(500);
    await observed.stop();
    observed = start();
    await observed.recover();
    tell({ event: 'participant', data: exampleParticipant({ id: 'old', name: 'Ana' }) }, newcomer({ state: 'initial' }), newcomer());
    await pass(500);
    expect(await onRecord()).toHaveLength(1);
  });

  test('is followed on by the next start', async () => {
    tell(newcomer({ state: 'initial' }));
    await pass(100);
    await observed.stop();
    observed = start();
    await observed.recover();
    tell(newcomer(), leave);
    await pass(500);
    expect(await onRecord()).toMatchObject([{ state: 'settled', items: [{ state: 'joined' }] }]);
  });

  test('ends as dropped where somebody has left and does not arrive', async () => {
    tell(newcomer({ state: 'initial' }));
    await pass(400);
    tell(leave, { event: 'participant-left', data: { id: 'new', meeting: 'm2', reason: null } });
    await pass(31_000);
    expect(await onRecord()).toMatchObject([{ items: [{ state: 'dropped' }] }]);
  });

  test('which nobody saw happen is not made up: who has long been there was moved at some other time', async () => {
    tell({ event: 'participant', data: exampleParticipant({ id: 'settled', meeting: 'm2', movedFrom: { participant: 'long-gone', meeting: null } }) });
    await pass(500);
    expect(await onRecord()).toEqual([]);
  });

  test('keeps what a dry run would have said just before, not what came of the move', async () => {
    tell({ event: 'meeting', data: meeting('m2', { recording: true }) });
    clock.advance(1);
    inventory.details.set('m2', { meeting: 'm2', limit: 2, headCount: 2, people: { waiting: { activator: false, inLobby: false, whenLeftAlone: 'deactivate', encrypted: true, rights: {} } } });
    tell({ event: 'participant', data: exampleParticipant({ id: 'waiting', meeting: 'm2', inLobby: true }) });
    clock.advance(1);
    // All of it in one breath, as from a bridge that is polled.
    inventory.tell(
      { event: 'meeting', data: meeting('m2', { recording: false }) },
      { event: 'participant', data: exampleParticipant({ id: 'waiting', meeting: 'm2', inLobby: false }) },
      leave,
      newcomer(),
    );
    await pass(100);
    const { predicted } = published[0]?.observed ?? {};
    expect(predicted?.reasons).toEqual([]);
    expect(predicted?.consequences).toEqual(expect.arrayContaining([{ code: 'admits-lobby', count: 1 }, { code: 'target-recorded' }]));
  });

  test('is held against what was predicted, and counted for its cluster', async () => {
    const since = clock.now();
    tell({ event: 'meeting', data: meeting('m2', { recording: true }) }, newcomer({ state: 'initial' }));
    await pass(300);
    tell(newcomer(), leave);
    await pass(6_000);
    tell({ event: 'participant', data: exampleParticipant({ id: 'old2', name: 'Ben' }) });
    tell({ event: 'participant', data: exampleParticipant({ id: 'new2', meeting: 'm2', movedFrom: { participant: 'old2', meeting: 'm1' } }) });
    tell({ event: 'participant-left', data: { id: 'old2', meeting: 'm1', reason: null } });
    await pass(300);
    tell({ event: 'meeting', data: meeting('m2', { recording: false }) });
    await pass(6_000);
    const [second, first] = await onRecord();
    expect(first?.observed).toMatchObject({ held: true, outcomes: [{ code: 'target-recorded', came: true }] });
    expect(second?.observed).toMatchObject({ held: false, outcomes: [{ code: 'target-recorded', came: false }] });
    expect(await observed.trust('c1', since)).toEqual({ counts: { seen: 2, held: 1, missed: 1 }, misses: [second?.id] });
    expect(await observed.trust('c1', clock.now())).toMatchObject({ counts: { seen: 0 } });
    expect(await observed.trust('other', since)).toMatchObject({ counts: { seen: 0 } });
  });

  test('is judged as if the cluster were operated: in observe nobody would learn anything else', async () => {
    tell({ event: 'call-bridge', data: bridge({ cluster: { id: 'c1', name: 'webapp.com', mode: 'observe' } }) }, newcomer());
    await pass(100);
    expect(published[0]?.observed?.predicted?.allowed).toBe(true);
  });
});

describe("of Usher's own moves", () => {
  test('none is recorded as made by others', async () => {
    own = [ownItem({ state: 'accepted', newParticipant: 'new' })];
    tell(newcomer(), leave);
    await pass(500);
    expect(published).toEqual([]);
  });

  test('none that is still being sent, and that turns out to be it', async () => {
    own = [ownItem({})];
    tell(newcomer({ state: 'initial' }));
    await pass(3_000);
    own = [ownItem({ state: 'accepted', newParticipant: 'new' })];
    await pass(3_000);
    expect(await onRecord()).toEqual([]);
  });

  test('none whose answer was lost and that was given up meanwhile', async () => {
    own = [ownItem({ state: 'dropped', error: { code: 'bridge-unreachable', detail: 'reset' } })];
    tell(newcomer());
    await pass(500);
    expect(await onRecord()).toEqual([]);
  });

  test('none of which only the database knows', async () => {
    await record(ownItem({ state: 'joined', newParticipant: 'new' }));
    tell(newcomer());
    await pass(500);
    expect(await onRecord()).toEqual([]);
  });

  test('one that the bridge had refused is not what moved the person later', async () => {
    await record(ownItem({ state: 'nothing-happened', error: { code: 'bridge-refused', detail: 'no' } }));
    tell(newcomer(), leave);
    await pass(500);
    expect(await onRecord()).toHaveLength(1);
  });

  test('one that made somebody else of the same person is not what made this one', async () => {
    own = [ownItem({})];
    tell(newcomer({ state: 'initial' }));
    await pass(100);
    own = [ownItem({ state: 'accepted', newParticipant: 'other' })];
    await pass(1_500);
    expect(await onRecord()).toMatchObject([{ items: [{ newParticipant: 'new' }] }]);
  });
});

describe('a flood of moves by others', () => {
  const strange = (n: number) => inventory.tell(newcomer({ id: `new-${n}`, state: 'initial', movedFrom: { participant: `old-${n}`, meeting: 'm1' } }));
  const flood = (from: number, count: number) => {
    for (let n = from; n < from + count; n += 1) inventory.tell({ event: 'participant', data: exampleParticipant({ id: `old-${n}` }) });
    clock.advance(1);
    for (let n = from; n < from + count; n += 1) {
      inventory.tell(newcomer({ id: `new-${n}`, movedFrom: { participant: `old-${n}`, meeting: 'm1' } }), { ...leave, data: { ...leave.data, id: `old-${n}` } } as Change);
    }
  };

  beforeEach(async () => {
    await observed.stop();
    observed = new ObservedMoves({ db, inventory, clock, log: pino({ level: 'silent' }), ownItems: () => [], publish: (order) => void published.push(order) }, { atOnce: 300, kept: 500 });
  });

  test('is taken in up to a bound, and what is beyond is counted', async () => {
    flood(0, 1_000);
    expect(observed.overlooked).toBe(700);
    await pass(100);
    expect(new Set(published.map(({ id }) => id)).size).toBe(300);
    flood(1_000, 1);
    expect(observed.overlooked).toBe(701);
    await pass(10_000);
    flood(2_000, 1);
    expect(observed.overlooked).toBe(701);
  });

  test('of whom nothing more is heard does not fill the room for ever', async () => {
    for (let n = 0; n < 300; n += 1) strange(n);
    await pass(40_000);
    expect(published.at(-1)?.items[0]?.state).toBe('unknown');
    clock.advance(600_000);
    flood(1_000, 300);
    expect(observed.overlooked).toBe(0);
  });

  test('leaves the newest on record, with their items', async () => {
    for (const from of [0, 1_000, 2_000]) {
      flood(from, 300);
      await pass(10_000);
    }
    const count = async (table: 'orders' | 'items') => Number((await db.selectFrom(table).select(({ fn }) => fn.countAll<number>().as('n')).executeTakeFirstOrThrow()).n);
    expect([await count('orders'), await count('items')]).toEqual([500, 500]);
    const newest = await listOrders(db, { filter: { kind: 'observed' }, limit: 1, before: null }, reader);
    expect(newest[0]?.order.items[0]?.participant).toMatch(/^old-2\d{3}$/);
  });
});

test('an Usher that ended before a move by others was compared does so after its start, if it was just now', async () => {
  tell({ event: 'meeting', data: meeting('m2', { recording: true }) });
  tell(newcomer(), leave);
  await pass(2_000);
  expect(await onRecord()).toMatchObject([{ state: 'settled', observed: { held: null } }]);
  await observed.stop();
  observed = start();
  await observed.recover();
  await pass(6_000);
  expect(await onRecord()).toMatchObject([{ observed: { held: true, outcomes: expect.arrayContaining([{ code: 'target-recorded', came: true }]) as unknown } }]);
});

test('the list is of Usher’s own moves or of those of others, as it is asked for', async () => {
  await record(ownItem({ participant: 'another', state: 'joined' }));
  tell(newcomer(), leave);
  await pass(500);
  const ids = async (kind?: 'own' | 'observed') => (await listOrders(db, { filter: { kind }, limit: 10, before: null }, reader)).map(({ order }) => order.by.name);
  expect([await ids('own'), await ids('observed'), (await ids()).toSorted()]).toEqual([['Olga'], ['unknown'], ['Olga', 'unknown']]);
});

test.each([['while it is followed', false], ['long after', true]])('that somebody whom a move by others dropped is back is noted %s, once, and stays over a restart', async (_, isOver) => {
  tell(newcomer({ state: 'initial' }), leave, { event: 'participant-left', data: { id: 'new', meeting: 'm2', reason: null } });
  await pass(31_000);
  const [order] = await onRecord();
  expect(order).toMatchObject({ state: 'settled', items: [{ state: 'dropped', returned: null }] });
  if (isOver) {
    await observed.stop();
    observed = start();
  }
  const back = { order: order?.id ?? '', item: '1', at: at(), recognisedBy: 'name' } as const;
  await observed.noteReturn(back);
  await pass(500);
  clock.advance(1_000);
  await observed.noteReturn({ ...back, at: at() });
  await pass(500);
  expect(published.at(-1)).toMatchObject({ id: back.order, items: [{ state: 'dropped', returned: back.at }] });
  expect(await onRecord()).toMatchObject([{ items: [{ state: 'dropped', returned: back.at }] }]);
});

test.each([['while it is followed', 0], ['after that', 8_000]])('why a move by others failed goes on record %s, once, and is told', async (_, laterMs) => {
  tell(newcomer({ state: 'initial' }), leave, { event: 'participant-left', data: { id: 'new', meeting: 'm2', reason: null } });
  await pass(31_000 + laterMs);
  const finding: ItemFinding = { symptom: 'dropped', step: 11, cause: 'client-left', otherCauses: [], confidence: 'medium', words: 'The browser never came.', advice: '' };
  const [order] = await onRecord();
  await observed.noteFinding({ order: order?.id ?? '', item: '1', finding });
  await pass(200);
  const told = published.length;
  await observed.noteFinding({ order: order?.id ?? '', item: '1', finding });
  await observed.noteFinding({ order: 'none', item: '1', finding });
  await pass(200);
  expect(published.length).toBe(told);
  expect(published.at(-1)).toMatchObject({ items: [{ state: 'dropped', finding }] });
  const listed = await listOrders(db, { filter: { cause: 'client-left' }, limit: 10, before: null }, reader);
  expect(listed).toMatchObject([{ order: { id: order?.id, items: [{ finding }] } }]);
});

test('while the database is away nothing is lost', async () => {
  await db.schema.alterTable('items').renameTo('items_away').execute();
  tell(newcomer(), leave);
  await pass(2_500);
  expect(published).toEqual([]);
  await db.schema.alterTable('items_away').renameTo('items').execute();
  await pass(2_000);
  expect(await onRecord()).toMatchObject([{ items: [{ state: 'joined' }] }]);
});
