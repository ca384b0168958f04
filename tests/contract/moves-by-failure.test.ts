import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Scope } from '@/lib/access/scope';
import type { MoveKind } from '@/lib/move/order';
import { countOrders, listOrders, type OrderFilter, type Reader } from '@/server/moves/order-list';
import { insertOrders, updateOrder } from '@/server/moves/order-store';
import type { OpenedDatabase } from '@/server/db/open-database';
import { countFailures } from '@/server/traces/failure-counts';
import { type DataPlace, engines, freshPlace, openPlace } from '../support/databases';
import { failedOrder } from '../support/failed-orders';

const everybody: Reader = { kind: 'person', id: 'p9', scope: null };
const nowMs = Date.UTC(2026, 2, 9, 15);

const orders = [
  failedOrder({ id: '01', items: [{ symptom: 'dropped', cause: 'client-left' }, null] }),
  failedOrder({ id: '02', items: [null] }),
  failedOrder({ id: '03', items: [{ symptom: 'nothing-happened', cause: 'participant-limit' }, { symptom: 'dropped', cause: 'token-expired' }] }),
  failedOrder({ id: '04', isObserved: true, items: [{ symptom: 'dropped', cause: 'client-left' }] }),
  failedOrder({ id: '05', items: [{ symptom: 'in-lobby', cause: null }] }),
];

describe.each(engines)('on %s', (engine) => {
  let place: DataPlace;
  let opened: OpenedDatabase;

  beforeEach(async () => {
    place = await freshPlace(engine);
    opened = await openPlace(place);
    await opened.db.transaction().execute((trx) => insertOrders(trx, orders, nowMs));
  });
  afterEach(async () => {
    await opened.close();
    place.remove();
  });

  async function found(filter: OrderFilter, reader = everybody): Promise<string[]> {
    const listed = (await listOrders(opened.db, { filter, limit: 10, before: null }, reader)).map(({ order }) => order.id);
    expect(await countOrders(opened.db, filter, reader)).toBe(listed.length);
    return listed;
  }

  test('orders are found by how an item failed, those of others too, and counted alike', async () => {
    expect(await found({ symptom: 'dropped' })).toEqual(['04', '03', '01']);
    expect(await found({ cause: 'client-left' })).toEqual(['04', '01']);
    expect(await found({ cause: 'client-left', kind: 'observed' })).toEqual(['04']);
    expect(await found({ symptom: 'in-lobby' })).toEqual(['05']);
    expect(await found({ cause: 'moved-again' })).toEqual([]);
  });

  test('symptom and cause have to be of one item', async () => {
    expect(await found({ symptom: 'dropped', cause: 'token-expired' })).toEqual(['03']);
    expect(await found({ symptom: 'dropped', cause: 'participant-limit' })).toEqual([]);
  });

  test('a page goes on where the one before ended', async () => {
    const page = (before: string | null) => listOrders(opened.db, { filter: { symptom: 'dropped' }, limit: 2, before }, everybody);
    const first = await page(null);
    expect(first.map(({ order }) => order.id)).toEqual(['04', '03']);
    expect((await page('03')).map(({ order }) => order.id)).toEqual(['01']);
  });

  test('a finding that comes later is found, and one that is replaced is not', async () => {
    const { order, routes } = failedOrder({ id: '02', items: [{ symptom: 'dropped', cause: 'token-unknown' }] });
    await opened.db.transaction().execute((trx) => updateOrder(trx, { ...order, isNewState: false, routes }, nowMs));
    expect(await found({ cause: 'token-unknown' })).toEqual(['02']);
    const other = failedOrder({ id: '02', items: [{ symptom: 'dropped', cause: 'token-missing' }] });
    await opened.db.transaction().execute((trx) => updateOrder(trx, { ...other.order, isNewState: false, routes }, nowMs));
    expect(await found({ cause: 'token-unknown' })).toEqual([]);
    expect(await found({ cause: 'token-missing' })).toEqual(['02']);
  });

  test('whoever sees one side of a move only does not find it by its cause', async () => {
    const [shown, hidden] = [{ cluster: 'c1', space: 's1' }, { cluster: 'c1', space: 's9' }];
    const failed = { symptom: 'dropped', cause: 'moved-again' } as const;
    const across = failedOrder({ id: '06', items: [{ ...failed, from: shown, to: hidden }] });
    const within = failedOrder({ id: '07', items: [{ ...failed, from: shown, to: shown }] });
    const beyond = failedOrder({ id: '08', items: [{ ...failed, from: hidden, to: hidden }] });
    await opened.db.transaction().execute((trx) => insertOrders(trx, [across, within, beyond], nowMs));
    const limited: Reader = { ...everybody, scope: { clusters: [], spaces: [{ cluster: 'c1', id: 's1' }] } };
    expect(await found({ cause: 'moved-again' })).toEqual(['08', '07', '06']);
    expect(await found({ cause: 'moved-again' }, limited)).toEqual(['07']);
    // Their own order is there for them, and its finding is not.
    expect(await found({ cause: 'moved-again' }, { ...limited, id: 'p1' })).toEqual(['07']);
  });

  describe('causes over time', () => {
    const dropped = { symptom: 'dropped', cause: 'client-left' } as const;
    const counted = async (timeZone: string, more: { kind?: MoveKind; scope?: Scope } = {}) => {
      const time = { fromMs: Date.UTC(2026, 2, 1), toMs: Date.UTC(2026, 2, 20), timeZone, kind: more.kind };
      return (await countFailures(opened.db, time, { scope: more.scope ?? null })).map(({ day, symptom, cause, count }) => `${day} ${symptom} ${cause ?? 'none'} ${count}`);
    };

    test('are counted by item, the most frequent of a day first; what went well is not', async () => {
      expect((await counted('UTC'))[0]).toBe('2026-03-09 dropped client-left 2');
      expect(new Set(await counted('UTC'))).toEqual(new Set(['2026-03-09 dropped client-left 2', '2026-03-09 nothing-happened participant-limit 1', '2026-03-09 dropped token-expired 1', '2026-03-09 in-lobby none 1']));
      expect(await counted('UTC', { kind: 'observed' })).toEqual(['2026-03-09 dropped client-left 1']);
    });

    test('count on the day that it was where the reader is, and in the time that is asked for only', async () => {
      await opened.db.deleteFrom('orders').execute();
      // An hour is skipped in New York on the 8th, between these.
      const items = ['2026-03-08T04:30:00.000Z', '2026-03-08T05:00:00.000Z', '2026-03-09T03:59:59.999Z', '2026-03-09T04:00:00.000Z', '2026-02-28T23:59:59.999Z', '2026-03-20T00:00:00.000Z'].map((at) => ({ ...dropped, at }));
      await opened.db.transaction().execute((trx) => insertOrders(trx, [failedOrder({ id: '01', items })], nowMs));
      expect(await counted('America/New_York')).toEqual(['2026-03-07', '2026-03-08', '2026-03-09'].map((day) => `${day} dropped client-left ${day === '2026-03-08' ? 2 : 1}`));
      expect(await counted('UTC')).toEqual(['2026-03-08 dropped client-left 2', '2026-03-09 dropped client-left 2']);
      expect(await counted('Asia/Kathmandu')).toEqual(['2026-03-08 dropped client-left 2', '2026-03-09 dropped client-left 2']);
    });

    test('do not count what the reader sees one side of, or nothing', async () => {
      const scope = { clusters: [], spaces: [{ cluster: 'c1', id: 's2' }] };
      const [shown, hidden] = [{ cluster: 'c1', space: 's2' }, { cluster: 'c1', space: 's1' }];
      const sides = [[shown, hidden], [hidden, shown], [hidden, hidden], [shown, shown]] as const;
      await opened.db.transaction().execute((trx) => insertOrders(trx, [failedOrder({ id: '06', items: sides.map(([from, to]) => ({ ...dropped, from, to })) })], nowMs));
      expect(await counted('UTC', { scope })).toEqual(['2026-03-09 dropped client-left 1']);
    });
  });

  test('what an earlier Usher stored is found after the update', async () => {
    for (const index of ['items_by_symptom', 'items_by_cause', 'items_by_failure']) await opened.db.schema.dropIndex(index).execute();
    for (const column of ['symptom', 'cause', 'failed_at']) await opened.db.schema.alterTable('items').dropColumn(column).execute();
    await opened.db.deleteFrom('migrations').where('name', '=', 'failures').execute();
    await opened.close();
    opened = await openPlace(place);
    expect(await found({ symptom: 'dropped', cause: 'client-left' })).toEqual(['04', '01']);
    const rows = await opened.db.selectFrom('items').select(['order_id', 'id', 'failed_at']).where('failed_at', 'is not', null).orderBy('order_id').orderBy('id').execute();
    expect(rows.map(({ order_id, id, failed_at }) => [order_id, id, Number(failed_at)])).toEqual([['01', '1'], ['03', '1'], ['03', '2'], ['04', '1'], ['05', '1']].map((keys) => [...keys, Date.UTC(2026, 2, 9, 14)]));
  });
});
