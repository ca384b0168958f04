import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { AuditRecord } from '@/lib/audit/audit-record';
import type { Space } from '@/lib/meeting/space';
import { orderSchema, type Order } from '@/lib/move/order';
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

/** Requests about calls that the bridges were asked for since, as `POST cbcms1`. */
async function askedOfCalls(): Promise<string[]> {
  const { history } = (await (await fetch(`${stage.control}/history`)).json()) as { history: { what: string; method: string; path: string; callBridge: string; agent: string | null }[] };
  return history.filter(({ what, path, agent }) => what === 'asked' && /\/calls(\/[^/]+)?$/.test(path) && agent !== 'test').map(({ method, callBridge }) => `${method} ${callBridge}`);
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
    expect((await askedOfCalls()).slice(before.length)).toEqual(['POST cbcms2', 'PUT cbcms2']);
    for (const { newParticipant } of order.items) await stage.sendAway(newParticipant ?? '');
    await vi.waitUntil(async () => (await callsIn(space)).length === 0, patience);
  });
});
