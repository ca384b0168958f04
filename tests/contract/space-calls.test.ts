import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Order } from '@/lib/move/order';
import { isFinal } from '@/lib/move/item-state';
import { createAuditDesk } from '@/server/audit/audit-desk';
import type { OpenedDatabase } from '@/server/db/open-database';
import { engines, freshPlace, openPlace, type DataPlace } from '../support/databases';
import { ana, answerLost, refusal, SpaceHouse } from '../support/space-house';

const patience = { timeout: 20_000, interval: 5 };
const never = () => new Promise<never>(() => undefined);

describe.each(engines)('the call of a space, on %s', (engine) => {
  let place: DataPlace;
  let opened: OpenedDatabase;
  let house: SpaceHouse;

  beforeEach(async () => {
    place = await freshPlace(engine);
    opened = await openPlace(place);
    house = new SpaceHouse(opened.db);
  });
  afterEach(async () => {
    await house.moves.stop();
    await opened.close();
    place.remove();
  });

  const now = ({ id }: Order) => house.moves.find(id, ana);
  const statesOf = async (order: Order) => (await now(order)).items.map(({ state }) => state);
  const makings = () => house.asked.filter((asked) => asked.startsWith('make')).length;

  /** Waits for the database to store something, so that no time passes in which it is slower than the clock of the test. */
  async function stored(): Promise<void> {
    await opened.db
      .insertInto('settings')
      .values({ key: 'pace', value: '' })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: '' }))
      .execute();
    for (let turns = 0; turns < 10; turns += 1) await new Promise((resolve) => setImmediate(resolve));
  }

  /** Lets time pass, a little at a time, until something is so. */
  async function passUntil(isSo: () => boolean | Promise<boolean>, mostMs = 200_000): Promise<void> {
    for (let passedMs = 0; passedMs < mostMs; passedMs += 50) {
      if (await isSo()) return;
      house.clock.advance(50);
      await stored();
    }
    throw new Error(`It did not come to that; asked was: ${house.asked.join(', ')}`);
  }

  const over = (order: Order) => async () => (await now(order)).items.every(({ state }) => isFinal(state));
  const called = (asked: string) => () => house.asked.includes(asked);

  /** What is on record of calls, oldest first. */
  async function recorded(): Promise<string[]> {
    const { items } = await createAuditDesk(opened.db, () => house.clock.now()).log.list(1_000, null, {});
    return items.toReversed().flatMap(({ action, result }) => (action.endsWith('-call') ? [`${action} ${result}`] : []));
  }
  const isRecorded = (...entries: string[]) => async () => JSON.stringify(await recorded()) === JSON.stringify(entries);

  async function rows(): Promise<string[]> {
    return (await opened.db.selectFrom('made_calls').select(['state', 'call']).orderBy('id').execute()).map(({ state, call }) => `${state} ${call}`);
  }

  test('is on record before the bridge is asked for it', async () => {
    let then: string[] = [];
    house.onMake = async (act) => {
      then = await rows();
      return act();
    };
    const order = await house.submit();
    expect(order.items.map(({ to }) => to.meeting)).toEqual(['space:c1/s9', 'space:c1/s9']);
    await passUntil(over(order));
    expect(then).toEqual(['asked null']);
    expect((await now(order)).items.map(({ state, to }) => [state, to.meeting])).toEqual([['joined', 'm9'], ['joined', 'm9']]);
    await passUntil(isRecorded('make-call ok', 'release-call ok'));
    expect(await rows()).toEqual(['released call9']);
    expect(house.asked).toEqual(['make in s9', 'move old0 to call9', 'move old1 to call9', 'release call9']);
  });

  test('is made once for two orders that come at the same time', async () => {
    const orders = await Promise.all([house.submit(['old0']), house.submit(['old1'])]);
    for (const order of orders) await passUntil(over(order));
    expect(makings()).toBe(1);
    await passUntil(called('release call9'));
  });

  test('that was asked for, and of which no answer came, is read back and not asked for again', async () => {
    house.onMake = (act) => {
      act();
      return Promise.resolve(answerLost);
    };
    const order = await house.submit();
    await passUntil(over(order));
    expect(await statesOf(order)).toEqual(['joined', 'joined']);
    expect(makings()).toBe(1);
    await passUntil(isRecorded('make-call ok', 'release-call ok'));
  });

  test('that an Usher asked for before it was killed is read back by the next one', async () => {
    house.onMake = (act) => {
      act();
      return never();
    };
    const order = await house.submit();
    await vi.waitUntil(() => makings() === 1, patience);
    await house.killAndStart();
    await passUntil(over(order));
    expect(await statesOf(order)).toEqual(['joined', 'joined']);
    expect(makings()).toBe(1);
    await passUntil(isRecorded('make-call ok', 'release-call ok'));
  });

  test('that never came to be asked for is asked for once it is sure that there is none', async () => {
    house.onMake = never;
    const order = await house.submit();
    await vi.waitUntil(() => makings() === 1, patience);
    await house.killAndStart();
    house.onMake = (act) => Promise.resolve(act());
    house.clock.advance(9_000);
    for (let turns = 0; turns < 20; turns += 1) await stored();
    expect(makings()).toBe(1);
    await passUntil(over(order));
    expect([await statesOf(order), makings()]).toEqual([['joined', 'joined'], 2]);
    await passUntil(isRecorded('make-call bridge-unreachable', 'make-call ok', 'release-call ok'));
    expect(await rows()).toEqual(['not-made null', 'released call9']);
  });

  test('that came into being although its order is over is deleted', async () => {
    house.onMake = (act) => {
      act();
      return never();
    };
    const order = await house.submit();
    await vi.waitUntil(() => makings() === 1, patience);
    await house.moves.control.cancel(ana, order.id);
    await house.killAndStart();
    await passUntil(isRecorded('make-call ok', 'delete-call ok'));
    expect([...house.spaces.calls.keys()]).toEqual([]);
    expect(await statesOf(order)).toEqual(['cancelled', 'cancelled']);
  });

  test('is deleted where an order is cancelled while it is being made', async () => {
    let answer = () => undefined as void;
    house.onMake = (act) => new Promise((resolve) => (answer = () => resolve(act())));
    const order = await house.submit();
    await vi.waitUntil(() => makings() === 1, patience);
    await house.moves.control.cancel(ana, order.id);
    answer();
    await passUntil(isRecorded('make-call ok', 'delete-call ok'));
    expect(house.asked).toEqual(['make in s9', 'end call9']);
  });

  test('waits for an order that is held back, and is used once it goes on', async () => {
    let answer = () => undefined as void;
    house.onMake = (act) => new Promise((resolve) => (answer = () => resolve(act())));
    const order = await house.submit();
    await vi.waitUntil(() => makings() === 1, patience);
    await house.moves.control.pause(ana, order.id);
    answer();
    await passUntil(async () => (await rows())[0] === 'made call9');
    house.clock.advance(600_000);
    expect(await statesOf(order)).toEqual(['queued', 'queued']);
    await house.moves.control.resume(ana, order.id);
    await passUntil(over(order));
    expect([await statesOf(order), makings()]).toEqual([['joined', 'joined'], 1]);
    await passUntil(called('release call9'));
    expect(house.asked).not.toContain('end call9');
  });

  test('that a bridge refuses is said with the items, and nobody is sent', async () => {
    house.onMake = () => Promise.resolve(refusal);
    const order = await house.submit();
    await passUntil(over(order));
    expect((await now(order)).items).toMatchObject([0, 1].map(() => ({ state: 'nothing-happened', error: { code: 'bridge-refused', detail: 'no' } })));
    expect(house.asked).toEqual(['make in s9']);
    expect(await recorded()).toEqual(['make-call bridge-refused']);
    expect(await rows()).toEqual(['not-made null']);
  });

  test('is left to whoever is in it by the time the order is over', async () => {
    house.arrives = false;
    const order = await house.submit();
    await vi.waitUntil(() => house.spaces.calls.size === 1, patience);
    house.makeCall(1);
    await passUntil(over(order));
    await passUntil(isRecorded('make-call ok', 'release-call ok'));
    expect(house.asked).not.toContain('end call9');
  });

  test('is not deleted while the cluster is only observed, but once it may be', async () => {
    house.arrives = false;
    house.onMake = (act) => {
      const answer = act();
      house.modes.set('c1', 'observe');
      return Promise.resolve(answer);
    };
    const order = await house.submit();
    await passUntil(over(order));
    expect((await now(order)).items.map(({ state, verdict }) => [state, verdict.reason])).toEqual([0, 1].map(() => ['refused', 'cluster-observe-only']));
    house.clock.advance(60_000);
    expect(house.asked).toEqual(['make in s9']);
    house.modes.set('c1', 'operate');
    house.setBridge('connected');
    await passUntil(isRecorded('make-call ok', 'delete-call ok'));
  });

  test('of a bridge that is away is deleted by whichever Usher sees it again', async () => {
    house.arrives = false;
    const order = await house.submit();
    await vi.waitUntil(() => house.spaces.calls.size === 1, patience);
    house.setBridge('away');
    await passUntil(over(order));
    await house.killAndStart();
    house.setBridge('away');
    house.clock.advance(60_000);
    expect(house.asked.filter((asked) => asked.startsWith('end'))).toEqual([]);
    house.setBridge('connected');
    await passUntil(isRecorded('make-call ok', 'delete-call ok'));
  });

  test('whose deletion was asked for by an Usher that was killed has one record of it', async () => {
    house.arrives = false;
    house.onEnd = (act) => {
      act();
      return never();
    };
    const order = await house.submit();
    await passUntil(over(order));
    await passUntil(called('end call9'));
    await house.killAndStart();
    await passUntil(isRecorded('make-call ok', 'delete-call ok'));
    expect(house.asked.filter((asked) => asked.startsWith('end'))).toEqual(['end call9']);
    expect(await rows()).toEqual(['deleted call9']);
  });

  test('is not made where somebody else was faster, and is theirs', async () => {
    house.spaces.calls.set('call9', { id: 'call9', callBridge: 'b1', name: 'Space 9', coSpace: 's9', callCorrelator: 'm9', callType: 'coSpace', durationSeconds: 0, locked: false, recording: false, streaming: false, activeWhenEmpty: false, headCount: 1 });
    const order = await house.submit();
    await vi.waitUntil(async () => (await now(order)).state === 'queued', patience);
    await passUntil(over(order));
    expect(house.asked).toEqual([]);
    expect((await now(order)).items[0]?.error?.code).toBe('bridge-unreachable');
    expect(await rows()).toEqual([]);
  });
});
