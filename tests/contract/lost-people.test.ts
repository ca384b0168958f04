import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { AuditRecord } from '@/lib/audit/audit-record';
import type { Participant } from '@/lib/meeting/participant';
import { noticeSchema, type Notice } from '@/lib/move/notice';
import { orderSchema, type Order } from '@/lib/move/order';
import { emulatorControl } from '../support/emulator-control';
import { openEvents, type EventStream } from '../support/event-stream';
import { meetingNamed, startStage, type Stage } from '../support/stage';

/** Longer than it takes until somebody is given up: 30 seconds from their leaving. */
const patience = { timeout: 60_000, interval: 100 };

let stage: Stage;
let target: string;
let stream: EventStream;
const orders = new Map<string, Order>();

/** All of them are lost at once, since each waits for the same half minute. */
beforeAll(async () => {
  stage = await startStage();
  for (const numericId of ['1001', '1002']) await stage.bringIn({ name: `Room ${numericId}`, numericId, callBridge: 'cbcms1' });
  target = (await meetingNamed(stage, 'Space 2')).id;
  stream = await openEvents(stage);
  await Promise.all(['Returning Guest', 'Dismissed Guest', 'Doubled Guest'].map(lose));
}, 90_000);
afterAll(async () => {
  stream?.close();
  await stage?.stop();
});

async function lose(name: string): Promise<void> {
  const guest = await stage.bringIn({ kind: 'web-app', name, numericId: '1001' });
  await (await emulatorControl(stage)).post('/faults', { fault: 'client-left', participant: guest.id, times: 'once' });
  const { body } = await stage.api('/moves', { body: { participants: [guest.id], to: { meeting: target } } });
  const order = await orderOnce(orderSchema.parse(body).id, ({ items }) => items[0]?.state === 'dropped');
  orders.set(name, order);
}

async function orderOnce(id: string, isSo: (order: Order) => boolean): Promise<Order> {
  return vi.waitUntil(async () => {
    const order = orderSchema.parse((await stage.api(`/moves/${id}`)).body);
    return isSo(order) ? order : null;
  }, patience);
}

async function noticeOf(name: string): Promise<Notice | undefined> {
  const { items } = (await stage.api('/notices')).body as { items: unknown[] };
  return items.map((item) => noticeSchema.parse(item)).find(({ person }) => person.name === name);
}

const idOf = (name: string) => `${orders.get(name)?.id}.1`;
const told = (name: string) => stream.changes.flatMap((change) => (change.event === 'notice' && change.data.person.name === name ? change.data.state : []));

test('somebody who was dropped is raised, in the list and in the stream, until they are back; the item says when that was', async () => {
  const name = 'Returning Guest';
  const [item] = orders.get(name)?.items ?? [];
  expect(await noticeOf(name)).toMatchObject({
    id: idOf(name),
    kind: 'lost',
    person: { participant: item?.participant, kind: 'web-app' },
    from: { name: 'Space 1' },
    to: { name: 'Space 2' },
    at: item?.times.ended,
    state: 'open',
  });
  await vi.waitUntil(() => told(name).length === 1, patience);
  await stage.bringIn({ kind: 'web-app', name, numericId: '1002' });
  const order = await orderOnce(orders.get(name)?.id ?? '', ({ items }) => items[0]?.returned != null);
  expect(order.items[0]).toMatchObject({ ...item, returned: expect.any(String) });
  await vi.waitUntil(async () => (await noticeOf(name)) === undefined, patience);
  await vi.waitUntil(() => told(name).length === 2, patience);
  expect(told(name)).toEqual(['open', 'returned']);
  const { items } = (await stage.api('/audit?action=person-returned')).body as { items: AuditRecord[] };
  expect(items).toMatchObject([{ by: { name: 'Usher' }, result: 'ok', details: { order: order.id, item: '1', recognisedBy: 'name' } }]);
});

test('of two who look like them, nobody is taken for them', async () => {
  const name = 'Doubled Guest';
  const comers: Participant[] = [];
  for (const numericId of ['1003', '1003']) comers.push(await stage.bringIn({ kind: 'web-app', name, numericId }));
  // Moved there by somebody, each is known to be somebody else.
  await Promise.all(comers.map(({ id }) => stage.move(id, target)));
  const third = await stage.bringIn({ kind: 'web-app', name, numericId: '1002' });
  expect(third.meeting).toBe(target);
  expect(await noticeOf(name)).toMatchObject({ state: 'open' });
  expect((await orderOnce(orders.get(name)?.id ?? '', () => true)).items[0]?.returned).toBeNull();
});

test('a notice can be put away, once and on record, by whoever may move people', async () => {
  const name = 'Dismissed Guest';
  const { secret } = (await stage.api('/tokens', { body: { name: 'looker', role: 'viewer' } })).body as { secret: string };
  const dismiss = (token?: string) => stage.api(`/notices/${idOf(name)}/dismiss`, { method: 'POST', body: {}, ...(token !== undefined && { token }) });
  expect((await dismiss(secret)).status).toBe(403);
  expect(await noticeOf(name)).toBeDefined();
  expect(await dismiss()).toMatchObject({ status: 200, body: { id: idOf(name), state: 'dismissed' } });
  expect((await dismiss()).status).toBe(404);
  expect(await noticeOf(name)).toBeUndefined();
  const { items } = (await stage.api('/audit?action=dismiss-notice')).body as { items: AuditRecord[] };
  expect(items.map(({ result }) => result)).toEqual(['not-found', 'ok', 'forbidden']);
});
