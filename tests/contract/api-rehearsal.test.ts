import 'reflect-metadata';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { permits, roles, type Role } from '@/lib/access/access';
import type { AuditRecord } from '@/lib/audit/audit-record';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import { armedFaultSchema, rehearsalSchema, type ArmedFault, type Rehearsal } from '@/lib/rehearsal/rehearsal';
import { faults } from '@/lib/trace/faults';
import { startEmulator, type Emulator } from '@/server/emulator/emulator';
import { meetingNamed, patience, startStage, type Stage } from '../support/stage';

let stage: Stage;
let meeting: Meeting;
let room: Participant;
beforeAll(async () => {
  stage = await startStage();
  await stage.bringIn({ name: 'Host', numericId: '1002', callBridge: 'cbcms2' });
  room = await stage.bringIn({ name: 'Room', numericId: '1001', callBridge: 'cbcms1' });
  meeting = await meetingNamed(stage, 'Space 2');
});
afterAll(() => stage.stop());
afterEach(() => stage.api('/rehearsal/faults', { method: 'DELETE' }));

async function look(): Promise<Rehearsal> {
  const { status, body } = await stage.api('/rehearsal');
  expect(status).toBe(200);
  return rehearsalSchema.parse(body);
}

async function arm(wish: Record<string, unknown>): Promise<ArmedFault> {
  const { status, body } = await stage.api('/rehearsal/faults', { body: { times: 'once', ...wish } });
  expect({ status, body }).toMatchObject({ status: 201 });
  return armedFaultSchema.strict().parse(body);
}

async function tokenOf(role: Role): Promise<string> {
  const { body } = await stage.api('/tokens', { body: { name: role, role } });
  return z.object({ secret: z.string() }).parse(body).secret;
}

/** Everything that the API has for rehearsing, and what it takes. */
const requests: { method: string; path: string; body?: unknown; status: number }[] = [
  { method: 'GET', path: '/rehearsal', status: 200 },
  { method: 'PATCH', path: '/rehearsal', body: { speed: 1 }, status: 200 },
  { method: 'POST', path: '/rehearsal/faults', body: { fault: 'client-silent', times: 'once' }, status: 201 },
  { method: 'DELETE', path: '/rehearsal/faults', status: 204 },
];

describe('who may', () => {
  test.each(roles)('%s: what the role carries, and nothing else', async (role) => {
    const token = await tokenOf(role);
    for (const { method, path, body, status } of requests) {
      const may = permits(role, method === 'GET' ? 'rehearsal.read' : 'rehearsal.write').permitted;
      const answer = await stage.api(path, { method, body, token });
      expect(answer, `${role} ${method} ${path}`).toMatchObject(may ? { status } : { status: 403, body: { code: 'forbidden', detail: expect.stringContaining('operator') } });
    }
    expect((await look()).armed).toEqual([]);
  });

  test('nobody without a token', async () => {
    for (const { method, path, body } of requests) {
      expect(await stage.api(path, { method, body, token: null }), `${method} ${path}`).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    }
  });
});

describe('looking', () => {
  test('shows the scenario, where guests join, and every fault with whom it can be armed for', async () => {
    const { scenario, webApps, faults: known } = await look();
    expect(scenario).toBe('empty');
    expect(webApps.length).toBeGreaterThan(0);
    for (const address of webApps) expect((await fetch(address)).status).toBe(200);
    expect(known.map(({ fault }) => fault)).toEqual(Object.keys(faults));
    expect(known.every(({ scopes }) => scopes.length > 0)).toBe(true);
  });

  test('shows the speed that was set', async () => {
    expect(await stage.api('/rehearsal', { method: 'PATCH', body: { speed: 2.5 } })).toMatchObject({ status: 200, body: { speed: 2.5 } });
    expect((await look()).speed).toBe(2.5);
  });
});

describe('a fault', () => {
  test('hits the move that it is armed for, is told, and is used up by it', async () => {
    const armed = await arm({ fault: 'cannot-move', participant: room.id });
    expect(armed).toMatchObject({ fault: 'cannot-move', target: { scope: 'participant', participant: room.id, name: 'Room' }, times: 'once', fired: 0 });
    expect((await look()).armed).toEqual([armed]);
    const [item] = (await stage.move(room.id, meeting.id)).order.items;
    expect(item).toMatchObject({ state: 'nothing-happened', error: { code: 'bridge-refused' } });
    const { armed: left, happened } = await look();
    expect(left).toEqual([]);
    expect(happened[0]).toMatchObject({ what: 'fault', fault: 'cannot-move', callBridge: 'cbcms2', participant: room.id, name: 'Room' });
  });

  test('leaves a move alone that it is not armed for; what happened has its place, its arrival and its leave', async () => {
    await arm({ fault: 'cannot-move', callBridge: 'cbcms3', times: 'until-cleared' });
    const newcomer = await stage.bringIn({ name: 'Other room', numericId: '1001', callBridge: 'cbcms1' });
    const before = (await look()).happened[0]?.number ?? 0;
    const [item] = (await stage.move(newcomer.id, meeting.id)).order.items;
    expect(item?.state).toBe('joined');
    const { armed, happened } = await look();
    expect(armed).toMatchObject([{ fired: 0 }]);
    const of = (what: string) => happened.find((one) => one.number > before && one.what === what);
    expect(of('move')).toMatchObject({ name: 'Other room', movedParticipant: newcomer.id, participant: item?.newParticipant, meeting: 'Space 2' });
    expect(of('joined')).toMatchObject({ participant: item?.newParticipant, meeting: 'Space 2' });
    expect(of('left')).toMatchObject({ participant: newcomer.id, meeting: 'Space 1', callBridge: 'cbcms1' });
    const numbers = happened.map(({ number }) => number);
    expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
  });

  test('goes on until it is cleared, and counts', async () => {
    const { id } = await arm({ fault: 'participant-limit', call: meeting.id, times: 'until-cleared' });
    for (let time = 0; time < 2; time++) expect((await stage.move(room.id, meeting.id)).order.items[0]?.state).toBe('nothing-happened');
    expect((await look()).armed).toMatchObject([{ id, fired: 2, target: { scope: 'call', correlator: meeting.id, name: 'Space 2' } }]);
    expect((await stage.api(`/rehearsal/faults/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await look()).armed).toEqual([]);
  });

  test.each([
    ['everybody', { fault: 'client-left' }, { scope: 'everybody' }],
    ['a call bridge', { fault: 'port-closed', callBridge: 'cbcms3' }, { scope: 'callBridge', callBridge: 'cbcms3' }],
    ['two call bridges', { fault: 'link-down', link: ['cbcms1', 'cbcms2'] }, { scope: 'link', link: ['cbcms1', 'cbcms2'] }],
    ['a call bridge and a web bridge', { fault: 'web-bridge-unreachable', link: ['cbcms1', 'wbcms1'] }, { scope: 'link', link: ['cbcms1', 'wbcms1'] }],
  ])('can be armed for %s', async (_, wish, target) => {
    expect((await arm(wish)).target).toEqual(target);
  });

  test('is cleared alone, or with all others', async () => {
    const [first, second, third] = [await arm({ fault: 'client-left' }), await arm({ fault: 'client-silent' }), await arm({ fault: 'no-capacity' })];
    expect((await stage.api(`/rehearsal/faults/${second.id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await look()).armed).toEqual([first, third]);
    expect((await stage.api('/rehearsal/faults', { method: 'DELETE' })).status).toBe(204);
    expect((await look()).armed).toEqual([]);
  });
});

describe('what cannot be armed', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['a fault that there is not', { fault: 'no-such-fault' }, 'fault'],
    ['neither once nor until cleared', { times: 'twice' }, 'times'],
    ['for something else', { person: 'x' }, ''],
    ['for nobody', { participant: ' ' }, 'participant'],
    ['for a link with one end', { fault: 'link-down', link: ['cbcms1'] }, 'link'],
    ['for a link with one end twice', { fault: 'link-down', link: ['cbcms1', 'cbcms1'] }, 'link'],
    ['for two things at once', { participant: 'x', callBridge: 'cbcms1' }, ''],
    ['for a link, where none is concerned', { link: ['cbcms1', 'cbcms2'] }, 'fault'],
    ['for everybody, where it belongs to a port', { fault: 'port-closed' }, 'fault'],
  ])('%s is not understood, and the answer says where', async (_, wish, path) => {
    const body = { fault: 'client-silent', times: 'once', ...wish };
    const answer = await stage.api('/rehearsal/faults', { body });
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid', detail: expect.any(String), errors: [{ path, message: expect.any(String) }] } });
    expect((await look()).armed).toEqual([]);
  });

  test.each([
    ['link-down', 'cbcms1', 'wbcms1'],
    ['link-down', 'cbcms1', 'cblegacy1'],
    ['web-bridge-unreachable', 'cbcms1', 'cbcms2'],
    ['web-bridge-unreachable', 'wbcms1', 'wbcms2'],
  ])('%s between %s and %s, where it breaks nothing', async (fault, ...link) => {
    const answer = await stage.api('/rehearsal/faults', { body: { fault, link, times: 'once' } });
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid', detail: expect.stringContaining(link[1]), errors: [{ path: 'link', message: expect.any(String) }] } });
  });

  test.each<[string, Record<string, unknown>]>([
    ['somebody', { participant: 'nobody' }],
    ['a meeting', { call: 'none' }],
    ['a call bridge', { callBridge: 'cbcms9' }],
    ['a link', { fault: 'link-down', link: ['cbcms1', 'elsewhere'] }],
  ])('for %s that is not there: not found', async (_, wish) => {
    expect(await stage.api('/rehearsal/faults', { body: { fault: 'client-silent', times: 'once', ...wish } })).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  test.each([['999999', 404, 'not-found'], ['first', 422, 'invalid'], ['0', 422, 'invalid'], ['1.5', 422, 'invalid']])('clearing %s: %i %s', async (id, status, code) => {
    expect(await stage.api(`/rehearsal/faults/${id}`, { method: 'DELETE' })).toMatchObject({ status, body: { code } });
  });

  test.each([0, 21, -1, 'fast', null])('a speed of %s is not understood', async (speed) => {
    expect(await stage.api('/rehearsal', { method: 'PATCH', body: { speed } })).toMatchObject({ status: 422, body: { code: 'invalid', errors: [{ path: 'speed' }] } });
  });
});

test('what was armed, cleared and refused is in the audit', async () => {
  const wish = { fault: 'client-silent', times: 'once' };
  await arm(wish);
  await stage.api('/rehearsal/faults', { method: 'DELETE' });
  await stage.api('/rehearsal/faults', { body: { ...wish, participant: 'nobody' } });
  const { items } = (await stage.api('/audit?limit=3')).body as { items: AuditRecord[] };
  expect(items).toMatchObject([
    { action: 'arm-fault', result: 'not-found', details: { ...wish, participant: 'nobody' } },
    { action: 'clear-faults', result: 'ok', details: {} },
    { action: 'arm-fault', result: 'ok', details: wish, by: { name: 'USHER_API_TOKEN' } },
  ]);
});

describe('without an emulator', () => {
  let real: Emulator;
  beforeAll(async () => {
    real = await startEmulator({ basePort: 0, scenario: 'empty', dataDir: null });
  });
  afterAll(() => real.close());

  test('one that does not answer is told as that; once a real cluster is connected there is nothing to rehearse', async () => {
    await fetch(`${stage.control}/stop`, { method: 'POST' });
    await vi.waitUntil(() => fetch(stage.control).then(() => false, () => true), patience);
    expect(await stage.api('/rehearsal')).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    const address = real.nodes.find(({ name }) => name === 'cbcms1')?.https;
    const trust = { kind: 'authority', value: real.authorityPem };
    const wish = { address, username: 'api', password: 'emulator', trust, leaveRehearsal: true };
    expect((await stage.api('/call-bridges', { body: wish })).status).toBe(201);
    for (const { method, path, body } of requests) {
      expect(await stage.api(path, { method, body }), `${method} ${path}`).toMatchObject({ status: 404, body: { code: 'not-found', detail: expect.stringContaining('real clusters') } });
    }
  });
});
