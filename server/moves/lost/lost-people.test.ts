import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Kysely } from 'kysely';
import { pino } from 'pino';
import type { Caller } from '@/lib/access/access';
import { exampleMeeting, exampleParticipant } from '@/lib/meeting/examples';
import { exampleItem } from '@/lib/move/example-item';
import type { Item } from '@/lib/move/item';
import { itemAfter } from '@/lib/move/item-transition';
import { noticeMs, type Notice } from '@/lib/move/notice';
import type { Order } from '@/lib/move/order';
import { createAuditDesk, type AuditDesk } from '@/server/audit/audit-desk';
import { rfc3339 } from '@/server/bridge-client/clock';
import { ManualClock } from '@/server/bridge-client/manual-clock';
import { memoryDatabase } from '@/server/db/memory-database';
import type { Database } from '@/server/db/schema';
import { ToldInventory } from '@/server/inventory/told-inventory';
import { LostPeople, type Return } from '@/server/moves/lost/lost-people';
import { insertOrder, unknownRoute, type Route } from '@/server/moves/order-store';

const olga: Caller = { kind: 'person', id: 'p1', name: 'Olga', role: 'operator', scope: null, address: null };
const route: Route = {
  ...unknownRoute,
  homeBridge: 'b1',
  targetCluster: 'c1',
  from: { cluster: 'c1', space: 's1' },
  to: { cluster: 'c1', space: 's2' },
  who: { uri: 'guest301557120', kind: 'web-app', muted: { audio: false, video: false } },
};
const routes = new Map([['1', route]]);

let db: Kysely<Database>;
let audit: AuditDesk;
let clock: ManualClock;
let inventory: ToldInventory;
let told: Notice[];
let returns: Return[];
let noteReturn: (found: Return) => Promise<void>;
let lost: LostPeople;

function start(): LostPeople {
  return new LostPeople({
    db,
    audit: audit.writer,
    inventory,
    clock,
    log: pino({ level: 'silent' }),
    publish: (notice) => void told.push(notice),
    noteReturn: (found) => noteReturn(found),
  });
}

function aDropped(over: Partial<Item> = {}): Order {
  const at = (ms: number) => rfc3339(clock.now() - ms);
  const item = exampleItem({
    newParticipant: 'made',
    state: 'dropped',
    times: { queued: at(31_000), sending: at(31_000), accepted: at(30_500), left: at(30_000), joined: null, mediaSeen: null, ended: at(0) },
    ...over,
  });
  return { id: 'o1', state: 'settled', by: { kind: 'person', id: 'p1', name: 'Olga' }, reason: null, settings: 'target', lobby: 'open', createdAt: at(31_000), undoOf: null, repeatOf: null, items: [item] };
}

const guest = (over = {}) => exampleParticipant({ id: 'seen', uri: 'guest999888777', meeting: 'm2', joinedAt: rfc3339(clock.now()), ...over });
const turn = () => new Promise((resolve) => setImmediate(resolve));

beforeEach(async () => {
  db = await memoryDatabase();
  clock = new ManualClock();
  audit = createAuditDesk(db, () => clock.now());
  inventory = new ToldInventory();
  inventory.tell({ event: 'meeting', data: exampleMeeting({ id: 'm1', name: 'Space 1', space: 's1' }) }, { event: 'meeting', data: exampleMeeting() });
  [told, returns] = [[], []];
  noteReturn = (found) => {
    returns.push(found);
    return Promise.resolve();
  };
  lost = start();
});

afterEach(async () => {
  lost.stop();
  await db.destroy();
});

describe('somebody who was dropped', () => {
  test('is raised once, with who they are and where they were', () => {
    const order = aDropped();
    lost.take(order, routes);
    lost.take(order, routes);
    expect(told).toEqual([
      {
        id: 'o1.1',
        kind: 'lost',
        order: 'o1',
        item: '1',
        person: { participant: 'old', name: 'Ana', uri: 'guest301557120', kind: 'web-app' },
        from: { meeting: 'm1', name: 'Space 1' },
        to: { meeting: 'm2', name: 'Space 2' },
        at: order.items[0]?.times.ended,
        state: 'open',
        recognisedBy: null,
        redial: null,
      },
    ]);
    expect(lost.list(null)).toEqual(told);
  });

  test('is raised only if they are lost', () => {
    lost.take(aDropped({ state: 'nothing-happened' }), routes);
    lost.take(aDropped({ returned: rfc3339(clock.now()) }), routes);
    expect(told).toEqual([]);
  });

  test('is told to be back once that is on record', () => {
    const order = aDropped();
    lost.take(order, routes);
    inventory.tell({ event: 'participant', data: guest() });
    expect(returns).toEqual([{ order: 'o1', item: '1', at: rfc3339(clock.now()), recognisedBy: 'name' }]);
    expect(lost.list(null)).toHaveLength(1);
    const items = order.items.map((item) => itemAfter(item, { fact: 'returned', at: rfc3339(clock.now()) }));
    lost.take({ ...order, items }, routes);
    expect(told.at(-1)).toMatchObject({ id: 'o1.1', state: 'returned', recognisedBy: 'name' });
    expect(lost.list(null)).toEqual([]);
  });

  test('is known to be back also if they were before it was raised', () => {
    clock.advance(1);
    const order = aDropped();
    inventory.tell({ event: 'participant', data: guest({ joinedAt: rfc3339(clock.now() - 20_000) }) });
    lost.take(order, routes);
    expect(returns).toMatchObject([{ recognisedBy: 'name' }]);
  });

  test('is looked for once through the people who are there, however many were lost with them', () => {
    const names = Array.from({ length: 50 }, (_, at) => `Guest ${at}`);
    for (const [at, name] of names.entries()) inventory.tell({ event: 'participant', data: guest({ id: `seen${at}`, name, joinedAt: rfc3339(clock.now() - 20_000) }) });
    const items = names.flatMap((name, at) => aDropped({ id: String(at), participant: `old${at}`, name, newParticipant: `made${at}` }).items);
    const read = vi.spyOn(inventory, 'participantsIn');
    lost.take({ ...aDropped(), items }, new Map(items.map(({ id }) => [id, route])));
    expect(returns.map(({ item }) => item)).toEqual(items.map(({ id }) => id));
    expect(read.mock.calls).toEqual([['m2'], ['m1']]);
  });

  test('is looked for in the two meetings only, and in the next calls of their spaces', () => {
    lost.take(aDropped(), routes);
    inventory.tell({ event: 'meeting', data: exampleMeeting({ id: 'm3', space: 's3' }) }, { event: 'participant', data: guest({ id: 'other', meeting: 'm3' }) });
    expect(returns).toEqual([]);
    inventory.tell({ event: 'meeting-ended', data: { id: 'm1' } }, { event: 'meeting', data: exampleMeeting({ id: 'm1b', space: 's1' }) }, { event: 'participant', data: guest({ meeting: 'm1b' }) });
    expect(returns).toHaveLength(1);
  });

  test('is found anywhere by whom a bridge says was made from them', () => {
    lost.take(aDropped(), routes);
    inventory.tell({ event: 'meeting', data: exampleMeeting({ id: 'm3', space: 's3' }) });
    inventory.tell({ event: 'participant', data: guest({ meeting: 'm3', name: 'Anna', movedFrom: { participant: 'made', meeting: 'm2' } }) });
    expect(returns).toMatchObject([{ recognisedBy: 'successor' }]);
  });

  test('is never taken for somebody of whom it was not clear who they are, not later either', () => {
    inventory.tell({ event: 'participant', data: guest({ id: 'double', meeting: 'm1', joinedAt: rfc3339(clock.now() - 60_000) }) });
    lost.take(aDropped(), routes);
    inventory.tell({ event: 'participant', data: guest() });
    inventory.tell({ event: 'participant-left', data: { id: 'double', meeting: 'm1', reason: null } });
    inventory.tell({ event: 'participant', data: guest({ speaking: true }) });
    expect(returns).toEqual([]);
  });

  test('is put on record again where that failed', async () => {
    let failures = 1;
    noteReturn = (found) => {
      if (failures-- > 0) return Promise.reject(new Error('the database is away'));
      returns.push(found);
      return Promise.resolve();
    };
    lost.take(aDropped(), routes);
    inventory.tell({ event: 'participant', data: guest() });
    await turn();
    clock.advance(1_000);
    expect(returns).toHaveLength(1);
  });
});

describe('a notice', () => {
  test('is over after half an hour', () => {
    lost.take(aDropped(), routes);
    clock.advance(noticeMs);
    expect(told.at(-1)?.state).toBe('expired');
    expect(lost.list(null)).toEqual([]);
  });

  test('is put away by somebody, on record, for good', async () => {
    lost.take(aDropped(), routes);
    expect(await lost.dismiss(olga, 'o1.1')).toMatchObject({ state: 'dismissed' });
    lost.take(aDropped(), routes);
    expect(told.map(({ state }) => state)).toEqual(['open', 'dismissed']);
    const { items } = await audit.log.list(10, null, {});
    expect(items).toMatchObject([{ action: 'dismiss-notice', result: 'ok', details: { order: 'o1', item: '1', participant: 'old', name: 'Ana' } }]);
    await expect(lost.dismiss(olga, 'o1.1')).rejects.toMatchObject({ code: 'not-found' });
  });

  test('survives a restart, but not if it was put away or has become old', async () => {
    const order = aDropped();
    const second = aDropped({ participant: 'old2', name: 'Ben' });
    await db.transaction().execute(async (trx) => {
      await insertOrder(trx, { order, routes }, clock.now());
      await insertOrder(trx, { order: { ...second, id: 'o2' }, routes }, clock.now());
    });
    lost.take({ ...second, id: 'o2' }, routes);
    await lost.dismiss(olga, 'o2.1');
    lost.stop();
    told = [];
    lost = start();
    await lost.recover();
    expect(told.map(({ id, person }) => [id, person.uri])).toEqual([['o1.1', 'guest301557120']]);
    lost.stop();
    clock.advance(noticeMs);
    told = [];
    lost = start();
    await lost.recover();
    expect(told).toEqual([]);
  });

  test('tells whoever is limited only of their side, and lets them put away only what they see both sides of, or asked for', async () => {
    lost.take(aDropped(), routes);
    const limited = (space: string): Caller => ({ ...olga, id: 'p2', scope: { clusters: [], spaces: [{ cluster: 'c1', id: space }] } });
    expect(lost.list(limited('s1').scope)).toMatchObject([{ person: { participant: 'old' }, to: { meeting: '', name: 'elsewhere' } }]);
    expect(lost.list(limited('s2').scope)).toMatchObject([{ person: { participant: 'elsewhere:o1/1', name: 'Ana', uri: null }, from: { meeting: '', name: 'elsewhere' } }]);
    expect(lost.list(limited('s3').scope)).toEqual([]);
    await expect(lost.dismiss(limited('s1'), 'o1.1')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(lost.dismiss(limited('s3'), 'o1.1')).rejects.toMatchObject({ code: 'not-found' });
    expect(await lost.dismiss({ ...limited('s1'), id: 'p1' }, 'o1.1')).toMatchObject({ state: 'dismissed' });
  });
});
