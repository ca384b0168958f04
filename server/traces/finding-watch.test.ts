import type { Kysely } from 'kysely';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exampleItem } from '@/lib/move/example-item';
import type { Item } from '@/lib/move/item';
import { itemAfter } from '@/lib/move/item-transition';
import type { Order } from '@/lib/move/order';
import type { FoundFor, ItemFinding } from '@/lib/trace/item-finding';
import { ManualClock } from '@/server/bridge-client/manual-clock';
import { memoryDatabase } from '@/server/db/memory-database';
import type { Database } from '@/server/db/schema';
import { insertOrder } from '@/server/moves/order-store';
import { FindingWatch } from '@/server/traces/finding-watch';

const observed = { predicted: null, held: null, outcomes: [] };
const unclear: ItemFinding = { symptom: 'dropped', step: null, cause: 'insufficient-evidence', otherCauses: [], confidence: 'low', words: 'Dropped.', advice: '' };
const sure: ItemFinding = { ...unclear, cause: 'token-expired', confidence: 'high' };

let clock: ManualClock;
let db: Kysely<Database>;
let watch: FindingWatch;
/** What a diagnosis finds, and at which seconds after the start of the test it was asked for one. */
let found: ItemFinding | null;
let lookedAt: number[];
let breaks: boolean;
let noted: (FoundFor & { readonly isObserved: boolean })[];
let startMs: number;
/** The orders as they are. */
let orders: Map<string, Order>;

const at = (seconds: number) => new Date(startMs + seconds * 1_000).toISOString();

function item(over: Partial<Item> = {}): Item {
  const times = { ...exampleItem().times, queued: at(0), sending: at(0), ended: at(0) };
  return exampleItem({ state: 'dropped', times, ...over });
}

function orderOf(items: readonly Item[], over: Partial<Order> = {}): Order {
  const by = { kind: 'person', id: 'p1', name: 'Olga' } as const;
  return { id: 'o1', state: 'settled', by, reason: null, settings: 'target', lobby: 'open', createdAt: at(0), undoOf: null, repeatOf: null, items: [...items], ...over };
}

/** Watches as a start on this database does; what is noted is told as the order's new state. */
function start(): FindingWatch {
  return new FindingWatch({
    db,
    clock,
    log: pino({ level: 'silent' }),
    diagnose: () => {
      lookedAt.push((clock.now() - startMs) / 1_000);
      if (breaks) throw new Error('said what nobody thought of');
      return found;
    },
    noteFinding: (one, isObserved) => {
      noted.push({ ...one, isObserved });
      const order = orders.get(one.order);
      if (order) tell({ ...order, items: order.items.map((old) => (old.id === one.item ? itemAfter(old, { fact: 'diagnosed', finding: one.finding }) : old)) });
      return Promise.resolve();
    },
  });
}

function tell(order: Order): void {
  orders.set(order.id, order);
  watch.take(order, new Map());
}

beforeEach(async () => {
  db = await memoryDatabase();
  clock = new ManualClock();
  startMs = clock.now();
  [found, lookedAt, noted, orders, breaks] = [unclear, [], [], new Map(), false];
  watch = start();
});
afterEach(async () => {
  watch.stop();
  await db.destroy();
});

const causes = () => noted.map(({ finding }) => finding.cause);

describe('an item that failed', () => {
  test('is looked into at once, once lines have come, and once alarms have been read', () => {
    tell(orderOf([item()]));
    clock.advance(120_000);
    expect(lookedAt).toEqual([0, 3, 41]);
    expect(noted).toEqual([3, 41].map(() => ({ order: 'o1', item: '1', finding: unclear, isObserved: false })));
  });

  test('has its finding at once where something says it for sure, and not where it is a guess', () => {
    found = sure;
    tell(orderOf([item()]));
    clock.advance(0);
    expect(causes()).toEqual(['token-expired']);
    clock.advance(1_000);
    found = { ...sure, confidence: 'medium' };
    tell(orderOf([item()], { id: 'o2' }));
    clock.advance(0);
    expect(causes()).toEqual(['token-expired']);
    clock.advance(3_000);
    expect(noted.filter(({ order }) => order === 'o2')).toHaveLength(1);
  });

  test('is not looked into more often because its order is told again', () => {
    for (const reason of ['one', 'two', 'three']) tell(orderOf([item()], { reason }));
    clock.advance(120_000);
    tell(orderOf([item({ finding: unclear })]));
    clock.advance(120_000);
    expect(lookedAt).toEqual([0, 3, 41]);
  });

  test('that ended long after it began needs no look for alarms', () => {
    clock.advance(60_000);
    tell(orderOf([item({ times: { ...item().times, ended: at(60) } })]));
    clock.advance(120_000);
    expect(lookedAt).toEqual([60, 63]);
  });

  test('is looked into no more once something says for sure why', () => {
    found = sure;
    tell(orderOf([item()]));
    clock.advance(120_000);
    expect(lookedAt).toEqual([0]);
    expect(causes()).toEqual(['token-expired']);
  });

  test('with many others waits for them, so that all else goes on in between', () => {
    tell(orderOf(Array.from({ length: 50 }, (_, index) => item({ id: String(index + 1) }))));
    clock.advance(4_900);
    // Who comes to their turn once their later look is due as well has both at once.
    expect(lookedAt).toEqual(Array.from({ length: 50 }, (_, index) => index / 10));
    clock.advance(120_000);
    expect(new Set(noted.map((one) => one.item)).size).toBe(50);
    expect(lookedAt.length).toBeLessThan(150);
  });

  test('of a move that others made is looked into the same way', () => {
    const times = { ...item().times, sending: null, accepted: at(0) };
    tell(orderOf([item({ times })], { observed }));
    clock.advance(120_000);
    expect(lookedAt).toEqual([0, 3, 41]);
    expect(noted.map(({ isObserved }) => isObserved)).toEqual([true, true]);
  });

  test('and turns out to have ended otherwise is looked into anew', () => {
    tell(orderOf([item({ state: 'unknown' })]));
    clock.advance(10_000);
    tell(orderOf([item({ state: 'dropped', times: { ...item().times, ended: at(10) } })]));
    clock.advance(120_000);
    expect(lookedAt).toEqual([0, 3, 10, 13, 41]);
  });
});

describe('nobody looks', () => {
  test.each<[string, Partial<Item>]>([
    ['into what was refused', { state: 'refused', times: { ...exampleItem().times, ended: exampleItem().times.queued } }],
    ['into what was cancelled', { state: 'cancelled' }],
    ['into what is under way', { state: 'accepted' }],
    ['for media of somebody who was heard', { state: 'joined', times: { ...exampleItem().times, sending: '2026-01-15T10:00:00.000Z', joined: '2026-01-15T10:00:00.000Z', mediaSeen: '2026-01-15T10:00:01.000Z' } }],
  ])('%s', (_, over) => {
    tell(orderOf([item(over)]));
    clock.advance(120_000);
    expect(lookedAt).toEqual([]);
  });
});

test('whoever joined is looked at once it is known whether media came, and nothing is noted where it went well', () => {
  const joined = item({ state: 'joined', times: { ...item().times, joined: at(0) } });
  found = null;
  tell(orderOf([joined]));
  clock.advance(120_000);
  expect(lookedAt).toEqual([21]);
  expect(noted).toEqual([]);
  // Others' moves are not asked about media.
  tell(orderOf([{ ...joined, id: '2' }], { id: 'o2', observed }));
  clock.advance(120_000);
  expect(lookedAt).toEqual([21]);
});

test('a diagnosis that breaks ends nothing else, and the next look is made', () => {
  breaks = true;
  tell(orderOf([item()]));
  clock.advance(1_000);
  breaks = false;
  clock.advance(120_000);
  expect(lookedAt).toEqual([0, 3, 41]);
  expect(noted).toHaveLength(2);
});

test('nothing is looked at after the stop', () => {
  tell(orderOf([item()]));
  watch.stop();
  tell(orderOf([item()], { id: 'o2' }));
  clock.advance(120_000);
  expect(lookedAt).toEqual([]);
});

describe('after a restart', () => {
  async function restart(...orders: Order[]): Promise<void> {
    await db.transaction().execute(async (trx) => {
      for (const order of orders) await insertOrder(trx, { order, routes: new Map() }, clock.now());
    });
    watch.stop();
    watch = start();
    await watch.recover();
  }

  test('what failed and was not looked into is, once the bridges had time to tell what they kept: it is said that nothing is known', async () => {
    await restart(orderOf([item()]), orderOf([item({ times: { ...item().times, sending: null, accepted: at(0) } })], { id: 'o2', observed }));
    clock.advance(60_000);
    expect(noted.filter(({ finding }) => finding.cause === 'insufficient-evidence').map(({ order, isObserved }) => [order, isObserved])).toEqual(expect.arrayContaining([['o1', false], ['o2', true]]));
  });

  test('an end that is older than its looks has one', async () => {
    clock.advance(3_600_000);
    await restart(orderOf([item()]));
    clock.advance(60_000);
    expect(lookedAt).toEqual([3_600, 3_615]);
    expect(causes()).toEqual(['insufficient-evidence']);
  });

  test('what has its finding keeps it, and what went well, was refused or is of long ago is left alone', async () => {
    const old = orderOf([item()], { id: 'o3' });
    await db.transaction().execute((trx) => insertOrder(trx, { order: old, routes: new Map() }, startMs - 25 * 3_600_000));
    clock.advance(60_000);
    await restart(orderOf([item({ finding: sure })]), orderOf([item({ state: 'joined' }), item({ id: '2', state: 'refused' })], { id: 'o2' }));
    clock.advance(60_000);
    expect(noted).toEqual([]);
  });
});
