import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { AuditRecord } from '@/lib/audit/audit-record';
import type { Space } from '@/lib/meeting/space';
import { dryRunSchema, orderSchema, type Order } from '@/lib/move/order';
import { emulatorControl } from '../support/emulator-control';
import type { WorldView } from '../support/emulated-bridge';
import { meetingNamed, patience, startStage, type Stage } from '../support/stage';

type Call = WorldView['callBridges'][number]['calls'][number] & { readonly callBridge: string };

let stage: Stage;

beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

async function spaceNamed(name: string, cluster = 'webapp.com'): Promise<Space> {
  const { body } = await stage.api(`/spaces?search=${encodeURIComponent(name)}&cluster=${cluster}`);
  const space = (body as { items: Space[] }).items.find((one) => one.name === name);
  if (!space) throw new Error(`There is no ${name}.`);
  return space;
}

const into = ({ id, cluster }: Space) => ({ space: id, cluster: cluster.id });

async function move(participants: readonly string[], to: object, more: object = {}): Promise<Order> {
  const { body } = await stage.api('/moves', { body: { participants, to, ...more }, headers: { prefer: 'wait=45' } });
  return orderSchema.parse(body);
}

/** The calls that there are in a space, on all bridges. */
async function callsIn({ id }: Space): Promise<Call[]> {
  const { callBridges } = (await (await emulatorControl(stage)).world()) as WorldView;
  return callBridges.flatMap(({ name, calls }) => calls.filter(({ coSpace }) => coSpace === id).map((call) => ({ ...call, callBridge: name })));
}

/** What the bridges were asked for about calls, as `POST cbcms1`. */
async function askedOfCalls(): Promise<string[]> {
  const { history } = (await (await fetch(`${stage.control}/history`)).json()) as { history: { what: string; method: string; path: string; callBridge: string }[] };
  return history.filter(({ what, path }) => what === 'asked' && /\/calls(\/[^/]+)?$/.test(path)).map(({ method, callBridge }) => `${method} ${callBridge}`);
}

async function recorded({ id }: Order): Promise<string[]> {
  const { items } = (await stage.api('/audit?limit=500')).body as { items: AuditRecord[] };
  return items.filter(({ action, details }) => action.endsWith('-call') && (details as { order?: string }).order === id).map(({ action, result }) => `${action} ${result}`);
}

test('into a space with a live meeting, on whichever bridge, is a move into that meeting', async () => {
  await stage.bringIn({ name: 'Host', numericId: '1002', callBridge: 'cbcms2' });
  const guest = await stage.bringIn({ name: 'Guest of a space', numericId: '1001', callBridge: 'cbcms1' });
  const { id: meeting } = await meetingNamed(stage, 'Space 2');
  const space = await spaceNamed('Space 2');
  const order = await move([guest.id], into(space));
  expect(order).toMatchObject({ state: 'settled', items: [{ state: 'joined', to: { meeting, name: 'Space 2', ...into(space) } }] });
  expect(await recorded(order)).toEqual([]);
});

describe('into a space without a meeting', () => {
  test('its call is made once, where the first is homed, for however many, and ends with the last who leaves', async () => {
    const space = await spaceNamed('Space 3');
    const guests = await Promise.all(
      ['cbcms2', 'cbcms1', 'cbcms3'].map((callBridge, n) => stage.bringIn({ name: `One of three ${n}`, numericId: '1001', callBridge })),
    );
    const before = await askedOfCalls();
    const order = await move(guests.map(({ id }) => id), into(space));
    expect(order.items.map(({ state }) => state)).toEqual(['joined', 'joined', 'joined']);
    const { id: meeting } = await meetingNamed(stage, 'Space 3');
    expect(order.items.map(({ to }) => to)).toEqual(guests.map(() => ({ meeting, name: 'Space 3', ...into(space) })));
    expect((await askedOfCalls()).slice(before.length)[0]).toBe('POST cbcms2');
    await vi.waitUntil(async () => (await recorded(order)).length === 2, patience);
    expect(await recorded(order)).toEqual(['release-call ok', 'make-call ok']);
    const { items: log } = (await stage.api(`/meetings/${meeting}/log?limit=500`)).body as { items: { event: string; by: unknown }[] };
    expect(log.filter(({ event }) => event === 'call-made')).toMatchObject([{ by: { order: order.id } }]);
    expect((await askedOfCalls()).slice(before.length)).toEqual(['POST cbcms2', 'PUT cbcms2']);
    for (const { newParticipant } of order.items) await stage.sendAway(newParticipant ?? '');
    await vi.waitUntil(async () => (await callsIn(space)).length === 0, patience);
  });

  test('nobody came: it is deleted once the order is settled, and made again for whoever is sent once more', async () => {
    const space = await spaceNamed('Space 4');
    const guest = await stage.bringIn({ name: 'Held back', numericId: '1001', callBridge: 'cbcms1' });
    const emulator = await emulatorControl(stage);
    await emulator.post('/faults', { fault: 'participant-limit', participant: guest.id, times: 'once' });
    const order = await move([guest.id], into(space));
    expect(order).toMatchObject({ state: 'settled', items: [{ state: 'nothing-happened', error: { code: 'bridge-refused' }, to: { name: 'Space 4' } }] });
    await vi.waitUntil(async () => (await recorded(order)).length === 2, patience);
    expect(await recorded(order)).toEqual(['delete-call ok', 'make-call ok']);
    expect(await callsIn(space)).toEqual([]);

    await stage.api(`/moves/${order.id}/retry`, { body: {} });
    const again = await vi.waitUntil(async () => {
      const now = orderSchema.parse((await stage.api(`/moves/${order.id}`)).body);
      return now.state === 'settled' && now.items.length === 2 ? now : null;
    }, patience);
    expect(again.items[1]).toMatchObject({ state: 'joined', retryOf: '1', to: into(space) });
    await vi.waitUntil(async () => (await recorded(order)).length === 4, patience);
    expect(await recorded(order)).toEqual(['release-call ok', 'make-call ok', 'delete-call ok', 'make-call ok']);
  });

  test('a dry run tells what the space is like, by its name, and makes nothing', async () => {
    const before = await askedOfCalls();
    const guest = await stage.bringIn({ name: 'Looker', numericId: '1001', callBridge: 'cbcms1' });
    const space = await spaceNamed('Space 8');
    const { body } = await stage.api('/moves', { body: { participants: [guest.id], to: into(space), lobby: 'wait', dryRun: true } });
    const [item] = dryRunSchema.parse(body).items;
    expect(item).toMatchObject({ to: { meeting: `space:${space.cluster.id}/${space.id}`, name: 'Space 8' }, verdict: { allowed: true } });
    expect(item?.verdict.consequences).toContainEqual({ code: 'waits-in-lobby' });
    expect(item?.verdict.consequences.filter(({ known }) => known === false)).toEqual([]);
    expect(await askedOfCalls()).toEqual(before);
    expect(await callsIn(space)).toEqual([]);
  });

  test('what is not to be is refused with a reason, and no bridge is asked for a call', async () => {
    const before = await askedOfCalls();
    const guest = await stage.bringIn({ name: 'Stayer', numericId: '1001', callBridge: 'cbcms1' });
    const space = await spaceNamed('Space 5');
    const reasonOf = async (to: object) => (await move([guest.id], to)).items[0]?.verdict.reasons;
    expect(await reasonOf({ ...into(space), space: '00000000-0000-4000-8000-000000000000' })).toEqual(['target-ended']);
    expect(await reasonOf(into(await spaceNamed('Space 5', 'legacy.example')))).toEqual(['other-cluster']);
    expect(await reasonOf({ ...into(space), cluster: 'nowhere' })).toEqual(['other-cluster']);
    await stage.api(`/clusters/${space.cluster.id}`, { method: 'PATCH', body: { mode: 'observe' } });
    expect(await reasonOf(into(space))).toEqual(['cluster-observe-only']);
    await stage.api(`/clusters/${space.cluster.id}`, { method: 'PATCH', body: { mode: 'operate' } });
    expect(await askedOfCalls()).toEqual(before);
  });

  test('whoever is limited to some spaces moves people into those, and is told nothing of others', async () => {
    const guest = await stage.bringIn({ name: 'Limited guest', numericId: '1001', callBridge: 'cbcms1' });
    const [own, allowed, hidden] = [await spaceNamed('Space 1'), await spaceNamed('Space 5'), await spaceNamed('Space 6')];
    const spaces = [own, allowed].map(({ id, cluster }) => ({ id, cluster: cluster.id }));
    const created = await stage.api('/tokens', { body: { name: 'some spaces', role: 'operator', scope: { clusters: [], spaces } } });
    const { secret } = created.body as { secret: string };
    const as = async (to: object, more: object = {}) =>
      (await stage.api('/moves', { token: secret, body: { participants: [guest.id], to, ...more }, headers: { prefer: 'wait=45' } })).body;
    await stage.api('/moves', { body: { participants: [guest.id], to: into(hidden), dryRun: true } });
    const refused = await as(into(hidden), { dryRun: true });
    expect(refused).toMatchObject({ items: [{ to: { name: '' }, verdict: { allowed: false, reason: 'forbidden' } }] });
    expect(JSON.stringify(refused)).not.toContain('Space 6');
    expect(await as(into(allowed))).toMatchObject({ items: [{ state: 'joined', to: { name: 'Space 5' } }] });
  });

  test('a bridge that refuses the call, or is away, ends the items with its error', async () => {
    const guest = await stage.bringIn({ name: 'Unlucky', numericId: '1001', callBridge: 'cbcms3' });
    const space = await spaceNamed('Space 6');
    const emulator = await emulatorControl(stage);
    await emulator.change('cbcms3', { down: true });
    const order = await move([guest.id], into(space));
    expect(['bridge-unreachable', 'bridge-refused']).toContain(order.items[0]?.error?.code ?? order.items[0]?.verdict.reason);
    expect(order.items[0]?.state === 'refused' || order.items[0]?.state === 'nothing-happened').toBe(true);
    await emulator.change('cbcms3', { down: false });
  });
});

test('an undo makes the call of the meeting that has ended again', async () => {
  await stage.bringIn({ name: 'Other host', numericId: '1002', callBridge: 'cbcms1' });
  const last = await stage.bringIn({ name: 'Last one', numericId: '1007', callBridge: 'cbcms1' });
  const space = await spaceNamed('Space 7');
  const order = await move([last.id], { meeting: (await meetingNamed(stage, 'Space 2')).id });
  expect(order).toMatchObject({ items: [{ state: 'joined' }] });
  await vi.waitUntil(async () => (await callsIn(space)).length === 0, patience);
  const { body } = await stage.api(`/moves/${order.id}/undo`, { body: {}, headers: { prefer: 'wait=45' } });
  const back = orderSchema.parse(body);
  expect(back).toMatchObject({ state: 'settled', undoOf: order.id, items: [{ state: 'joined', to: { name: 'Space 7', ...into(space) } }] });
  await vi.waitUntil(async () => (await recorded(back)).length === 2, patience);
});
