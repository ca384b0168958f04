import type { Kysely } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Caller } from '@/lib/access/access';
import { BreakingDatabase, connectionLost } from '@/server/db/breaking-database';
import { memoryDatabase } from '@/server/db/memory-database';
import type { Database } from '@/server/db/schema';
import type { Moves } from '@/server/moves/moves';
import { ToldMoves } from '@/server/moves/told-moves';

const ana: Caller = { kind: 'person', id: 'p1', name: 'Ana', role: 'operator', scope: null, address: null };

let db: Kysely<Database>;
let breaking: BreakingDatabase;
let told: ToldMoves;
let moves: Moves;

beforeEach(async () => {
  db = await memoryDatabase();
  breaking = new BreakingDatabase(db);
  told = new ToldMoves(breaking.db);
  told.tellHouse(people);
  moves = told.start();
});

afterEach(async () => {
  await moves.stop();
  await db.destroy();
});

const people = Array.from({ length: 12 }, (_, at) => `g${at}`);
const submit = (participants = people) => moves.submit(ana, { participants, to: { meeting: 'm2' } }, 'key');
const ordersOnRecord = () => db.selectFrom('orders').select('id').execute();

describe('of a commit whose answer is lost', () => {
  test('it is read that it was done, and the order goes as if nothing had been', async () => {
    breaking.next = 'answer-lost';
    const order = await submit();
    await told.until(order.id, ({ items }) => items.every(({ state }) => state === 'accepted'));
    expect(told.sent.toSorted()).toEqual(people.toSorted());
    expect(await ordersOnRecord()).toEqual([{ id: order.id }]);
    expect(await submit()).toMatchObject({ id: order.id });
    expect(await told.audit.check.verify(true)).toMatchObject({ intact: true });
  });

  test('and that cannot be read for a while, the order is taken up once it can: nothing that may be late is sent', async () => {
    breaking.next = 'database-lost';
    await expect(submit()).rejects.toThrow(connectionLost);
    told.clock.advance(1_000);
    await told.turn();
    expect(told.sent).toEqual([]);

    breaking.isAway = false;
    const [{ id } = { id: '' }] = await ordersOnRecord();
    told.clock.advance(1_000);
    const { items } = await told.until(id, (order) => order.items.every(({ state }) => state === 'accepted' || state === 'nothing-happened'));
    const failed = items.filter(({ state }) => state === 'nothing-happened');
    expect(failed.length).toBeGreaterThan(0);
    for (const { error } of failed) expect(error).toMatchObject({ code: 'unavailable' });
    expect(told.sent.toSorted()).toEqual(items.flatMap(({ state, participant }) => (state === 'accepted' ? [participant] : [])).toSorted());
    expect(await submit()).toMatchObject({ id });

    await moves.control.retry(ana, id, null);
    await told.until(id, (order) => order.items.filter(({ state }) => state === 'accepted').length === people.length);
    expect(told.sent.toSorted()).toEqual(people.toSorted());
  });
});

describe('of a commit that is done after it was looked for in vain', () => {
  test('the order is taken up, and nothing that may be late is sent', async () => {
    breaking.next = 'late';
    await expect(submit()).rejects.toThrow(connectionLost);
    await told.seconds(5);
    expect(told.sent).toEqual([]);

    breaking.land();
    await told.seconds(1);
    const [{ id } = { id: '' }] = await ordersOnRecord();
    const { items } = await told.until(id, (order) => order.items.every(({ state }) => state === 'accepted' || state === 'nothing-happened'));
    expect(items.filter(({ state }) => state === 'nothing-happened')).not.toEqual([]);
    expect(told.sent.toSorted()).toEqual(items.flatMap(({ state, participant }) => (state === 'accepted' ? [participant] : [])).toSorted());
  });

  test('whoever was to move can be moved again after half a minute, if it did not come', async () => {
    breaking.next = 'late';
    await expect(submit(['g0'])).rejects.toThrow(connectionLost);
    await told.seconds(30);
    breaking.land();
    const { id } = await moves.submit(ana, { participants: ['g0'], to: { meeting: 'm2' } }, null);
    await told.until(id, ({ items }) => items[0]?.state === 'accepted');
    expect(told.sent).toEqual(['g0']);
  });
});

test('of a commit that was not done nothing is left: whoever was to move can be moved, once that is sure', async () => {
  breaking.next = 'not-done';
  await expect(submit(['g0'])).rejects.toThrow(connectionLost);
  expect(await ordersOnRecord()).toEqual([]);
  const { id } = await submit(['g0']);
  told.clock.advance(1_000);
  await told.until(id, ({ items }) => items[0]?.state === 'accepted');
  expect(told.sent).toEqual(['g0']);
});
