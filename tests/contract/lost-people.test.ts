import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { AuditRecord } from '@/lib/audit/audit-record';
import type { Participant } from '@/lib/meeting/participant';
import { joinLinkSchema } from '@/lib/move/join-link';
import { noticeSchema, type Notice } from '@/lib/move/notice';
import { orderSchema, type Order } from '@/lib/move/order';
import { emulatorControl, type EmulatorControl } from '../support/emulator-control';
import { openEvents, type EventStream } from '../support/event-stream';
import type { WorldView } from '../support/emulated-bridge';
import { meetingNamed, startStage, type Stage } from '../support/stage';

/** Longer than it takes until somebody is given up: 30 seconds from their leaving. */
const patience = { timeout: 120_000, interval: 100 };

let stage: Stage;
let control: EmulatorControl;
let target: string;
let stream: EventStream;
const orders = new Map<string, Order>();

const guests = ['Returning Guest', 'Dismissed Guest', 'Doubled Guest', 'Linked Guest'];
/** Their addresses begin with their names: the first answers when it is called, the others do not. */
const rooms = ['Muted Room', 'Busy Room', 'Watched Room'];

/** All of them are lost at once, since each waits for the same half minute. */
beforeAll(async () => {
  stage = await startStage();
  control = await emulatorControl(stage);
  for (const numericId of ['1001', '1002']) await stage.bringIn({ name: `Room ${numericId}`, numericId, callBridge: 'cbcms1' });
  target = (await meetingNamed(stage, 'Space 2')).id;
  stream = await openEvents(stage);
  const people = await Promise.all([
    ...guests.map((name) => stage.bringIn({ kind: 'web-app', name, numericId: '1001' })),
    ...rooms.map((name) => stage.bringIn({ name, numericId: '1001', callBridge: 'cbcms2' })),
  ]);
  await muteFirst(people.find(({ name }) => name === 'Muted Room'));
  // Long enough for a device to be taken away on its way.
  await control.setMediaDelay(20_000);
  await Promise.all(people.map((person) => (person.kind === 'sip' ? loseRoom(person) : loseGuest(person))));
  await control.setMediaDelay(0);
}, 240_000);
afterAll(async () => {
  stream?.close();
  await stage?.stop();
});

async function muteFirst(room: Participant | undefined): Promise<void> {
  const { nodes } = (await (await fetch(stage.control)).json()) as { nodes: { name: string; http: string }[] };
  const home = nodes.find(({ name }) => name === room?.callBridge.name)?.http;
  const headers = { authorization: `Basic ${btoa('api:emulator')}`, 'content-type': 'application/x-www-form-urlencoded' };
  expect((await fetch(`${home}/api/v1/callLegs/${room?.id}`, { method: 'PUT', body: 'rxAudioMute=true', headers })).status).toBe(200);
  await vi.waitUntil(async () => ((await stage.api(`/participants/${room?.id}`)).body as Participant).muted.audio, patience);
}

/** A browser that ends its old call and never comes to the new one. */
async function loseGuest({ id, name }: Participant): Promise<void> {
  await control.post('/faults', { fault: 'client-left', participant: id, times: 'once' });
  const order = await moved(id);
  orders.set(name, await orderOnce(order, ({ items }) => items[0]?.state === 'dropped'));
}

/** A device that is gone before it is there. */
async function loseRoom({ id, name }: Participant): Promise<void> {
  const order = await moved(id);
  const { items } = await orderOnce(order, ({ items }) => items[0]?.newParticipant != null);
  await control.delete(`/people/${items[0]?.newParticipant}`);
  orders.set(name, await orderOnce(order, ({ items }) => items[0]?.state === 'dropped'));
}

async function moved(participant: string): Promise<string> {
  return orderSchema.parse((await stage.api('/moves', { body: { participants: [participant], to: { meeting: target } } })).body).id;
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
  // Why they were lost may be found meanwhile.
  expect(order.items[0]).toMatchObject({ ...item, finding: order.items[0]?.finding, returned: expect.any(String) });
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

const help = (name: string, how: 'redial' | 'join-link', into: 'target' | 'source', token?: string) =>
  stage.api(`/notices/${idOf(name)}/${how}`, { body: { into }, ...(token !== undefined && { token }) });

async function peopleInWorld(): Promise<WorldView['callBridges'][number]['calls'][number]['participants']> {
  return ((await control.world()) as WorldView).callBridges.flatMap(({ calls }) => calls.flatMap(({ participants }) => participants));
}

test('a device is called again, once, muted as it was; and is back when it answers', async () => {
  const name = 'Muted Room';
  const answers = await Promise.all([help(name, 'redial', 'target'), help(name, 'redial', 'target')]);
  for (const { status, body } of answers) expect({ status, body }).toMatchObject({ status: 200, body: { state: 'open', redial: { into: 'target', by: { name: 'USHER_API_TOKEN' } } } });
  const order = await orderOnce(orders.get(name)?.id ?? '', ({ items }) => items[0]?.returned != null);
  expect(order.items[0]?.state).toBe('dropped');
  const there = (await peopleInWorld()).filter(({ uri }) => uri.startsWith('muted.room@'));
  expect(there).toMatchObject([{ kind: 'sip', state: 'connected', rxAudioMute: true }]);
  expect((await stage.api(`/participants/${there[0]?.id}`)).body).toMatchObject({ meeting: target, muted: { audio: true } });
  await vi.waitUntil(() => stream.changes.some((change) => change.event === 'notice' && change.data.id === idOf(name) && change.data.recognisedBy === 'called'), patience);
  const { items } = (await stage.api('/audit?search=muted.room')).body as { items: AuditRecord[] };
  expect(items.filter(({ action }) => action === 'redial-person')).toMatchObject([{ result: 'ok', details: { address: 'muted.room@rooms.example', into: { side: 'target', name: 'Space 2' } } }]);
});

test('a device that does not answer stays lost, and may be called again into the other meeting', async () => {
  const name = 'Busy Room';
  for (const into of ['target', 'source'] as const) {
    expect((await help(name, 'redial', into)).status).toBe(200);
    await vi.waitUntil(async () => (await noticeOf(name))?.redial?.state === 'no-answer', patience);
    expect(await noticeOf(name)).toMatchObject({ state: 'open', redial: { into } });
  }
});

test('nobody is called while the cluster is only observed, and no guest ever', async () => {
  const { items } = (await stage.api('/clusters')).body as { items: { id: string; name: string }[] };
  const cluster = items.find(({ name }) => name === 'webapp.com')?.id ?? '';
  await stage.api(`/clusters/${cluster}`, { method: 'PATCH', body: { mode: 'observe' } });
  expect(await help('Watched Room', 'redial', 'target')).toMatchObject({ status: 409, body: { code: 'cluster-observe-only' } });
  await stage.api(`/clusters/${cluster}`, { method: 'PATCH', body: { mode: 'operate' } });
  expect(await help('Linked Guest', 'redial', 'target')).toMatchObject({ status: 409, body: { code: 'conflict' } });
  expect((await noticeOf('Watched Room'))?.redial).toBeNull();
});

test('a guest gets the link to either meeting, which nobody else is told', async () => {
  const name = 'Linked Guest';
  const { secret } = (await stage.api('/tokens', { body: { name: 'link looker', role: 'viewer' } })).body as { secret: string };
  expect((await help(name, 'join-link', 'target', secret)).status).toBe(403);
  const linkTo = async (into: 'target' | 'source') => joinLinkSchema.parse((await help(name, 'join-link', into)).body);
  const [to, from] = [await linkTo('target'), await linkTo('source')];
  expect(to.source).toBe('meetingEntryDetail');
  expect(new URL(to.link).pathname).toBe('/meeting/1002');
  expect(new URL(from.link).pathname).toBe('/meeting/1001');
  const key = new URL(to.link).searchParams.get('secret') ?? '';
  expect(key).not.toBe('');
  const audit = JSON.stringify((await stage.api('/audit?limit=500')).body);
  expect(audit).toContain('take-join-link');
  for (const text of [audit, stage.output(), JSON.stringify((await stage.api(`/meetings/${target}/log`)).body)]) expect(text).not.toContain(key);
});
