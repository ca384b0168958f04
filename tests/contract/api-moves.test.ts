import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Meeting } from '@/lib/meeting/meeting';
import { orderSchema, type Order } from '@/lib/move/order';
import type { Problem } from '@/lib/problem/problem';
import type { AuditRecord } from '@/lib/audit/audit-record';
import { meetingNamed, patience, startStage, type Stage } from '../support/stage';

let stage: Stage;
let space1: Meeting;
let space2: Meeting;
let space3: Meeting;

beforeAll(async () => {
  stage = await startStage();
  for (const numericId of ['1001', '1002', '1003']) await stage.bringIn({ name: `Room ${numericId}`, numericId, callBridge: 'cbcms1' });
  [space1, space2, space3] = [await meetingNamed(stage, 'Space 1'), await meetingNamed(stage, 'Space 2'), await meetingNamed(stage, 'Space 3')];
});
afterAll(() => stage.stop());

const aGuest = (name: string) => stage.bringIn({ kind: 'web-app', name, numericId: '1001' });
const orderCount = async () => ((await stage.api('/moves?limit=1')).body as { total: number }).total;

describe('an order', () => {
  test('is on record when it is answered, and can be followed to its end', async () => {
    const guest = await aGuest('Followed Guest');
    const answer = await stage.api('/moves', {
      body: { participants: [guest.id], to: { meeting: space2.id }, onlyIfIn: space1.id, reason: 'wrong room', settings: 'target', lobby: 'open' },
    });
    expect(answer.status).toBe(202);
    const order = orderSchema.parse(answer.body);
    expect(answer.headers.get('location')).toBe(`/api/v1/moves/${order.id}`);
    expect(order).toMatchObject({ reason: 'wrong room', by: { kind: 'token', name: 'USHER_API_TOKEN' } });
    const settled = await vi.waitUntil(async () => {
      const { body } = await stage.api(`/moves/${order.id}`);
      return (body as Order).state === 'settled' ? (body as Order) : null;
    }, patience);
    const item = settled.items[0];
    expect(item).toMatchObject({
      participant: guest.id,
      name: 'Followed Guest',
      state: 'joined',
      from: { meeting: space1.id, name: 'Space 1' },
      to: { meeting: space2.id, name: 'Space 2' },
      verdict: { allowed: true, reason: null, reasons: [] },
      error: null,
      foundIn: null,
    });
    expect(item?.verdict.consequences).toContainEqual({ code: 'chat-lost' });
    const { queued, sending, accepted, left, joined, ended } = item?.times ?? {};
    for (const time of [queued, sending, accepted, left, joined, ended]) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const now = await stage.api(`/participants/${item?.newParticipant}`);
    expect(now.body).toMatchObject({ meeting: space2.id, movedFrom: { participant: guest.id, meeting: space1.id } });
    expect((await stage.api(`/participants/${guest.id}`)).status).toBe(404);
  });

  test('is answered at its end if the caller prefers to wait', async () => {
    const guest = await aGuest('Awaited Guest');
    const { status, order, headers } = await stage.move(guest.id, space2.id);
    expect(status).toBe(200);
    expect(order).toMatchObject({ state: 'settled', items: [{ state: 'joined' }] });
    expect(headers.get('location')).toBe(`/api/v1/moves/${order.id}`);
  });

  test('names its target by the id of a call just as well', async () => {
    const guest = await aGuest('Call Guest');
    const call = space2.calls[0]?.id ?? '';
    const { order } = await stage.move(guest.id, call, { onlyIfIn: space1.calls[0]?.id });
    expect(order.items).toMatchObject([{ state: 'joined', to: { meeting: space2.id, name: 'Space 2' } }]);
  });

  test('moves a room with a video device too, and there and back again', async () => {
    const room = await stage.bringIn({ name: 'Room Pendulum', numericId: '1001', callBridge: 'cbcms2' });
    const there = await stage.move(room.id, space2.id);
    expect(there.order.items).toMatchObject([{ state: 'joined' }]);
    const back = await stage.move(there.order.items[0]?.newParticipant ?? '', space1.id);
    expect(back.order.items).toMatchObject([{ state: 'joined', from: { meeting: space2.id }, to: { meeting: space1.id } }]);
  });
});

describe('an item is refused, and nothing is sent,', () => {
  const nodes = ['cbcms1', 'cbcms2', 'cbcms3', 'cblegacy1'];
  /** Number of each bridge's last log line before the test. */
  let marks: Map<string, number>;
  beforeEach(async () => {
    marks = await lastLines();
  });

  async function linesOf(node: string, after = 0): Promise<{ number: number; text: string }[]> {
    const answer = await fetch(`${stage.control}/log?node=${node}&after=${after}`);
    return ((await answer.json()) as { lines: { number: number; text: string }[] }).lines;
  }

  async function lastLines(): Promise<Map<string, number>> {
    return new Map(await Promise.all(nodes.map(async (node) => [node, (await linesOf(node)).at(-1)?.number ?? 0] as const)));
  }

  /** Requests to add somebody to a call that the bridges have logged since. */
  async function sentSince(): Promise<string[]> {
    const lines = await Promise.all(nodes.map((node) => linesOf(node, marks.get(node))));
    return lines.flat().map(({ text }) => text).filter((text) => /POST for .*\/participants/.test(text));
  }

  async function expectRefused(participant: string, meeting: string, reason: string, onlyIfIn?: string): Promise<void> {
    const world = await stage.world();
    const { status, order } = await stage.move(participant, meeting, { onlyIfIn });
    expect(status).toBe(200);
    expect(order).toMatchObject({ state: 'settled', items: [{ state: 'refused', newParticipant: null, verdict: { allowed: false, reason } }] });
    expect(order.items[0]?.times).toMatchObject({ sending: null, accepted: null, left: null, joined: null });
    expect(await sentSince()).toEqual([]);
    expect(await stage.world()).toEqual(world);
  }

  test('202 all the same without waiting, since the order is on record', async () => {
    const answer = await stage.api('/moves', { body: { participants: ['nobody'], to: { meeting: space2.id } } });
    expect(answer).toMatchObject({ status: 202, body: { state: 'settled', items: [{ state: 'refused', from: null, name: '' }] } });
    expect(answer.headers.get('location')).toBe(`/api/v1/moves/${(answer.body as Order).id}`);
  });

  test('for somebody who is not known', () => expectRefused('00000000-0000-0000-0000-000000000000', space2.id, 'not-connected'));

  test('into the meeting that they are in', async () => {
    const guest = await aGuest('Stays Guest');
    await expectRefused(guest.id, space1.id, 'same-meeting');
    await expectRefused(guest.id, space1.calls[0]?.id ?? '', 'same-meeting');
  });

  test('to a meeting that is not there', async () => {
    const guest = await aGuest('Targetless Guest');
    await expectRefused(guest.id, '00000000-0000-0000-0000-000000000000', 'target-ended');
  });

  test('if they are not where the caller saw them', async () => {
    const guest = await aGuest('Elsewhere Guest');
    await expectRefused(guest.id, space2.id, 'moved-meanwhile', space3.id);
    await expectRefused(guest.id, space2.id, 'moved-meanwhile', 'a meeting that never was');
  });

  test('if they have left', async () => {
    const guest = await aGuest('Gone Guest');
    await stage.sendAway(guest.id);
    await expectRefused(guest.id, space2.id, 'not-connected');
  });

  test('if somebody has moved them before', async () => {
    const guest = await aGuest('Taken Guest');
    expect((await stage.move(guest.id, space2.id)).order.items).toMatchObject([{ state: 'joined' }]);
    expect(await sentSince()).toHaveLength(1);
    marks = await lastLines();
    await expectRefused(guest.id, space3.id, 'moved-meanwhile');
  });

  test('to a meeting of another cluster', async () => {
    await stage.bringIn({ name: 'Legacy Room', numericId: '1006', cluster: 'legacy.example' });
    const guest = await aGuest('Border Guest');
    await expectRefused(guest.id, (await meetingNamed(stage, 'Space 6')).id, 'other-cluster');
  });

  test('with a Microsoft client', async () => {
    const client = await stage.bringIn({ kind: 'microsoft', name: 'Mika Client', numericId: '1001', callBridge: 'cbcms2' });
    await expectRefused(client.id, space2.id, 'microsoft-client');
  });

  test('in a cluster that is only observed, and moves once it is operated', async () => {
    const guest = await aGuest('Watched Guest');
    const mode = (wanted: string) => stage.api(`/clusters/${space1.cluster.id}`, { method: 'PATCH', body: { mode: wanted } });
    expect(await mode('observe')).toMatchObject({ status: 200, body: { mode: 'observe', name: 'webapp.com' } });
    await expectRefused(guest.id, space2.id, 'cluster-observe-only');
    await mode('operate');
    expect((await stage.api('/stop-all', { method: 'POST' })).body).toMatchObject({ items: [{ mode: 'observe' }, { mode: 'observe' }] });
    await expectRefused(guest.id, space2.id, 'cluster-observe-only');
    for (const { id } of ((await stage.api('/clusters')).body as { items: { id: string }[] }).items) {
      await stage.api(`/clusters/${id}`, { method: 'PATCH', body: { mode: 'operate' } });
    }
    expect((await stage.move(guest.id, space2.id)).order.items).toMatchObject([{ state: 'joined' }]);
  });
});

describe('a dry run', () => {
  test('gives the verdict, puts nothing on record and changes nothing', async () => {
    const guest = await aGuest('Dry Guest');
    const [world, orders] = [await stage.world(), await orderCount()];
    const answer = await stage.api('/moves', {
      body: { participants: [guest.id], to: { meeting: space2.id }, dryRun: true },
      headers: { 'idempotency-key': 'dry', prefer: 'wait=5' },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('location')).toBeNull();
    expect(answer.body).toMatchObject({
      dryRun: true,
      items: [{ id: '1', participant: guest.id, name: 'Dry Guest', from: { meeting: space1.id }, to: { meeting: space2.id }, verdict: { allowed: true } }],
    });
    const refused = await stage.api('/moves', { body: { participants: [guest.id], to: { meeting: space1.id }, dryRun: true } });
    expect(refused).toMatchObject({ status: 200, body: { items: [{ verdict: { allowed: false, reason: 'same-meeting' } }] } });
    expect(await orderCount()).toBe(orders);
    expect(await stage.world()).toEqual(world);
  });
});

describe('a request is not understood', () => {
  const fitting = { participants: ['somebody'], to: { meeting: 'somewhere' } };
  test.each([
    ['participants', { ...fitting, participants: [] }],
    ['participants', { ...fitting, participants: ['a', 'b', 'a'] }],
    ['participants', { ...fitting, participants: 'somebody' }],
    ['participants.0', { ...fitting, participants: [''] }],
    ['participants', { to: fitting.to }],
    ['to', { participants: fitting.participants }],
    ['to', { ...fitting, to: { meeting: 7 } }],
    ['to', { ...fitting, to: { space: 'x' } }],
    ['to', { ...fitting, to: { meeting: 'x', space: 'y' } }],
    ['settings', { ...fitting, settings: 'mine' }],
    ['lobby', { ...fitting, lobby: 'closed' }],
    ['reason', { ...fitting, reason: 'x'.repeat(501) }],
    ['dryRun', { ...fitting, dryRun: 'yes' }],
    ['', { ...fitting, force: true }],
    ['idempotencyKey', { ...fitting, idempotencyKey: 'belongs in the header' }],
    ['waitSeconds', { ...fitting, waitSeconds: 5 }],
  ])('for its %s: %o', async (field, body) => {
    const orders = await orderCount();
    const answer = await stage.api('/moves', { body });
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid' } });
    expect(new Set((answer.body as Problem).errors?.map(({ path }) => path))).toEqual(new Set([field]));
    expect(await orderCount()).toBe(orders);
  });

  test('for a key that is too long', async () => {
    const answer = await stage.api('/moves', { body: fitting, headers: { 'idempotency-key': 'k'.repeat(201) } });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'idempotencyKey' }] } });
  });
});

test('every order and every end is in the audit, and the chain is intact', async () => {
  const guest = await aGuest('Audited Guest');
  const { order } = await stage.move(guest.id, space2.id);
  const { items } = (await stage.api('/audit?limit=500')).body as { items: AuditRecord[] };
  const about = items.filter(({ details }) => (details as { order?: string } | null)?.order === order.id);
  expect(about).toMatchObject([
    { action: 'move-ended', result: 'joined', by: { kind: 'system', name: 'Usher' }, details: { participant: guest.id, state: 'joined' } },
    { action: 'submit-move', result: 'ok', by: { kind: 'token', name: 'USHER_API_TOKEN' }, address: '127.0.0.1' },
  ]);
  const submitted = items.filter(({ action, result }) => action === 'submit-move' && result !== 'invalid');
  expect(submitted).toHaveLength(await orderCount());
  for (const reason of ['not-connected', 'same-meeting', 'target-ended', 'moved-meanwhile', 'other-cluster', 'microsoft-client', 'cluster-observe-only']) {
    expect(submitted.map(({ result }) => result)).toContain(reason);
  }
  expect((await stage.api('/audit/verify')).body).toMatchObject({ intact: true });
});
