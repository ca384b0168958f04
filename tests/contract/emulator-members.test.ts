import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startEmulator } from '@/server/emulator/emulator';
import type { Emulator } from '@/server/emulator/emulator';
import { joinHeadless } from '@/server/emulator/web-app/headless/join-headless';
import type { HeadlessGuest } from '@/server/emulator/web-app/headless/join-headless';
import { addPerson, askControl, emulatedBridge, idsOf, valueOf, worldOf } from '../support/emulated-bridge';
import { worldFaults } from '../support/world-faults';

const grace = { username: 'grace.adeyemi@webapp.com', password: 'emulator' };
const henrik = { username: 'henrik.dahl@webapp.com', password: 'emulator' };

let emulator: Emulator;
const inCalls: HeadlessGuest[] = [];

beforeAll(async () => {
  emulator = await startEmulator({ basePort: 0, scenario: 'empty', tempo: { mediaDelayMs: 0 } });
});
afterAll(() => emulator.close());
afterEach(async () => {
  for (const one of inCalls.splice(0)) one.leave();
  for (const { name, calls } of (await worldOf(emulator)).callBridges) {
    for (const { id } of calls) await emulatedBridge(emulator, name).request('DELETE', `calls/${id}`);
  }
});

function webBridge(name = 'wbcms1'): string {
  return emulator.nodes.find((node) => node.name === name)?.http ?? '';
}

interface Answer {
  status: number;
  body: Record<string, unknown>;
}

async function ask(method: string, path: string, jwt: string | null, body?: unknown): Promise<Answer> {
  const response = await fetch(webBridge() + path, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(jwt !== null && { authorization: `Bearer ${jwt}` }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function signedIn(user = grace): Promise<string> {
  const { status, body } = await ask('POST', '/api/auth', null, { ...user, trace: false });
  expect(status).toBe(200);
  return String(body['jwt']);
}

async function inCall(numericId: string, user = grace): Promise<{ member: HeadlessGuest; id: () => string }> {
  const member = await joinHeadless({ webBridgeUrl: webBridge(), numericId, name: 'Not this name', user });
  inCalls.push(member);
  const id = (): string => member.state.people.find(({ self }) => self)?.id ?? '';
  await expect.poll(id).not.toBe('');
  return { member, id };
}

describe('a user who has signed in', () => {
  test('sees the spaces that they are a member of, and no others', async () => {
    const jwt = await signedIn(henrik);
    const { coSpaces } = (await ask('GET', '/api/cospaces', jwt)).body as { coSpaces: { id: string; name: string; numericId: string }[] };
    expect(coSpaces.map(({ name, numericId }) => [name, numericId])).toEqual([['Space 1', '1001'], ['Space 3', '1003']]);
    expect((await ask('GET', `/api/cospaces/${coSpaces[0]?.id}`, jwt)).body).toMatchObject({ name: 'Space 1', accessMethods: [] });
    const [others] = ((await ask('GET', '/api/cospaces', await signedIn(grace))).body as { coSpaces: { id: string; name: string }[] }).coSpaces.slice(1);
    expect(await ask('GET', `/api/cospaces/${others?.id}`, jwt)).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  test('finds other users by a part of their name', async () => {
    expect((await ask('GET', '/api/userLookup?query=DAHL', await signedIn())).body).toEqual({
      users: [{ name: 'Henrik Dahl', userJid: 'henrik.dahl@webapp.com', email: 'henrik.dahl@webapp.com' }],
    });
  });

  test('gets an invitation with a link by the access method’s secret', async () => {
    const jwt = await signedIn();
    const { coSpaces } = (await ask('GET', '/api/cospaces', jwt)).body as { coSpaces: { id: string; name: string }[] };
    const space = coSpaces.find(({ name }) => name === 'Space 4')?.id;
    const details = (await ask('GET', `/api/cospaces/${space}`, jwt)).body as { accessMethods: { id: string; secret: string }[] };
    const method = details.accessMethods[0];
    const path = `/api/cospaces/${space}/accessMethods/${method?.id}/emailInvitation`;
    const { status, body } = await ask('POST', path, jwt, { language: 'en_US' });
    expect(status).toBe(200);
    expect(body['subject']).toBe('Invitation to Space 4');
    expect(body['text']).toContain(`${webBridge()}/meeting/2004?secret=${method?.secret}`);
    expect(await ask('POST', path.replace(method?.id ?? '', 'no-guid'), jwt, { language: 'en_US' })).toMatchObject({ status: 400 });
    expect(await ask('POST', path.replace(space ?? '', method?.id ?? ''), jwt, { language: 'en_US' })).toMatchObject({ status: 404 });
  });

  test('is signed out for good by signing out', async () => {
    const jwt = await signedIn();
    expect(await ask('DELETE', '/api/auth', jwt)).toEqual({ status: 200, body: { signedOut: true } });
    expect(await ask('GET', '/api/cospaces', jwt)).toMatchObject({ status: 401, body: { code: 'signed-out' } });
    expect(await ask('POST', '/api/join', jwt, { numericId: '1001' })).toMatchObject({ status: 401, body: { code: 'signed-out' } });
  });

  test('joins under the name and with the account that they have, without a guest account', async () => {
    const { id } = await inCall('1001');
    const world = await worldOf(emulator);
    expect(worldFaults(world)).toEqual([]);
    const home = world.callBridges.find(({ calls }) => calls.length > 0);
    expect(home).toMatchObject({ guests: [], tokens: [{ participant: id() }] });
    expect(home?.calls[0]?.participants).toMatchObject([{ id: id(), name: 'Grace Adeyemi', guest: null, userJid: grace.username }]);
    const xml = await emulatedBridge(emulator, home?.name ?? '').get(`participants/${id()}`);
    expect([valueOf(xml, 'uri'), valueOf(xml, 'userJid')]).toEqual([grace.username, grace.username]);
    expect(valueOf(await emulatedBridge(emulator, home?.name ?? '').get(`callLegs/${id()}`), 'remoteParty')).toBe(grace.username);
  });

  test('keeps name and account when they are moved: a new participant and a new token, no guest account anywhere', async () => {
    const { member, id } = await inCall('1001');
    const old = id();
    const before = (await worldOf(emulator)).callBridges.flatMap(({ tokens }) => tokens);
    const { participant } = await addPerson(emulator, { kind: 'sip', name: 'Room', numericId: '1002', callBridge: 'cbcms2' });
    const bridge = emulatedBridge(emulator, 'cbcms2');
    const call = valueOf(await bridge.get(`participants/${participant}`), 'call');
    const answer = await bridge.request('POST', `calls/${call}/participants`, `movedParticipant=${old}&needsActivation=false`);
    expect(answer.status).toBe(200);
    await expect.poll(id).toBe(answer.created);
    expect(member.state).toMatchObject({ phase: 'in-call', moves: 1, space: { name: 'Space 2', numericId: '1002' } });
    await expect.poll(async () => worldFaults(await worldOf(emulator))).toEqual([]);
    const world = await worldOf(emulator);
    expect(world.callBridges.flatMap(({ guests }) => guests)).toEqual([]);
    const tokens = world.callBridges.flatMap(({ tokens: own }) => own);
    expect(tokens).toMatchObject([{ participant: answer.created }]);
    expect(tokens[0]?.token).not.toBe(before[0]?.token);
    const xml = await bridge.get(`participants/${answer.created}`);
    expect([valueOf(xml, 'name'), valueOf(xml, 'userJid'), valueOf(xml, 'movedParticipant')]).toEqual(['Grace Adeyemi', grace.username, old]);
    expect(idsOf(await bridge.get('participants'), 'participant')).not.toContain(old);
    const lines = await Promise.all(['cbcms1', 'cbcms2', 'cbcms3'].map((node) => askControl(emulator, 'GET', `/log?node=${node}`)));
    const texts = lines.flatMap(({ body }) => (body['lines'] as { text: string }[]).map(({ text }) => text));
    expect(texts.filter((text) => text.includes('guest account'))).toEqual([]);
    expect(texts.some((text) => text.includes(`moving WC3 participant ${old} (${grace.username})`))).toBe(true);
  });
});

test('a wrong password is refused, and after five tries so is the right one, for that user only', async () => {
  const attempt = (username: string, password: string) => ask('POST', '/api/auth', null, { username, password });
  for (let tries = 0; tries < 5; tries += 1) {
    expect(await attempt('nobody@webapp.com', 'x')).toMatchObject({ status: 401, body: { code: 'credentials-wrong' } });
  }
  expect(await attempt('nobody@webapp.com', 'emulator')).toMatchObject({ status: 429, body: { code: 'too-many-requests' } });
  expect((await attempt(grace.username.toUpperCase(), grace.password)).status).toBe(200);
});

test('a sign-in ends when its JWT expires', async () => {
  await askControl(emulator, 'PUT', '/clock', { jwtLifetimeMs: 0 });
  const jwt = await signedIn();
  await askControl(emulator, 'PUT', '/clock', { jwtLifetimeMs: 3_600_000 });
  expect(await ask('GET', '/api/cospaces', jwt)).toMatchObject({ status: 401, body: { code: 'signed-out' } });
});

test('a web bridge’s profile decides at once who signs in and who joins without', async () => {
  const rest = emulatedBridge(emulator, 'cbcms1');
  const profile = idsOf(await rest.get('webBridgeProfiles'), 'webBridgeProfile')[0];
  const set = (form: string) => rest.request('PUT', `webBridgeProfiles/${profile}`, form);
  expect((await set('userPortalEnabled=false&allowUnauthenticatedGuests=false')).status).toBe(200);
  expect(await ask('GET', '/api/auth', null)).toEqual({ status: 200, body: { userPortalEnabled: false } });
  expect(await ask('POST', '/api/auth', null, henrik)).toMatchObject({ status: 403, body: { code: 'sign-in-off' } });
  expect(await ask('POST', '/api/join', null, { numericId: '1001', name: 'Ana' })).toMatchObject({ status: 403, body: { code: 'guests-not-admitted' } });
  await set('userPortalEnabled=&allowUnauthenticatedGuests=');
  expect(await ask('GET', '/api/auth', null)).toEqual({ status: 200, body: { userPortalEnabled: true } });
  expect((await ask('POST', '/api/auth', null, henrik)).status).toBe(200);
});

test('an access method for members refuses guests and takes members in', async () => {
  const rest = emulatedBridge(emulator, 'cbcms1');
  const space = idsOf(await rest.get('coSpaces?filter=Space%201'), 'coSpace')[0];
  const made = await rest.request('POST', `coSpaces/${space}/accessMethods`, 'name=Members&callId=2101&scope=member');
  expect(await ask('POST', '/api/join', null, { numericId: '2101', name: 'Ana' })).toMatchObject({ status: 403, body: { code: 'members-only' } });
  const { member } = await inCall('2101');
  expect(member.state.space).toEqual({ name: 'Space 1', numericId: '2101' });
  await rest.request('DELETE', `coSpaces/${space}/accessMethods/${made.created}`);
});

test('a guest waits in the lobby until a member is there, and sees who is', async () => {
  const guest = await joinHeadless({ webBridgeUrl: webBridge(), numericId: '1008', name: 'Ana' });
  inCalls.push(guest);
  await expect.poll(() => guest.state.waiting).toBe(true);
  const { member } = await inCall('1008', { username: 'user1@webapp.com', password: 'emulator' });
  expect(member.state.waiting).toBe(false);
  await expect.poll(() => guest.state.waiting).toBe(false);
  await expect.poll(() => guest.state.people.map(({ name }) => name).sort()).toEqual(['Ana', 'Ines Duarte']);
});

describe('bad input', () => {
  test.each([
    ['PUT', '/api/auth', undefined, 405],
    ['PUT', '/api/cospaces', undefined, 405],
    ['POST', '/api/nothing', '{}', 404],
    ['POST', '/api/auth', '{"username":', 422],
    ['POST', '/api/auth', '{"username":["a"],"password":{}}', 422],
    ['POST', '/api/auth', '{"username":"a\\nb","password":"x"}', 422],
    ['POST', '/api/auth', JSON.stringify({ username: 'a', password: 'x'.repeat(5_000) }), 413],
    ['GET', '/api/cospaces/no-guid', undefined, 401],
    ['GET', '/api/userLookup', undefined, 422],
  ])('%s %s with %j is refused with %i', async (method, path, body, status) => {
    const headers = { 'content-type': 'application/json' };
    expect((await fetch(webBridge() + path, { method, headers, body })).status).toBe(status);
  });

  test.each(['', 'Bearer', 'Bearer x', 'Basic YTpi', `Bearer ${'x'.repeat(5_000)}`, 'Bearer a.b.c'])('authorization %j signs nobody in', async (authorization) => {
    const response = await fetch(`${webBridge()}/api/cospaces`, { headers: { authorization } });
    expect(response.status).toBe(401);
  });

  test('the JWT of a call opens no account, the one of another cluster neither', async () => {
    const joined = await ask('POST', '/api/join', null, { numericId: '1001', name: 'Ana' });
    expect(await ask('GET', '/api/cospaces', String(joined.body['jwt']))).toMatchObject({ status: 401, body: { code: 'signed-out' } });
    const elsewhere = await fetch(`${webBridge('wblegacy1')}/api/auth`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'grace.adeyemi@legacy.example', password: 'emulator' }),
    });
    const { jwt } = (await elsewhere.json()) as { jwt: string };
    expect((await ask('GET', '/api/cospaces', jwt)).status).toBe(503);
  });
});

test('the control port brings a user in, on the bridge that it names', async () => {
  const person = { kind: 'web-app', name: 'Henrik', user: henrik.username, numericId: '1003', callBridge: 'cbcms3' };
  const { body } = await askControl(emulator, 'POST', '/people', person);
  expect(body).toMatchObject({ ok: true, callBridge: 'cbcms3' });
  const home = (await worldOf(emulator)).callBridges.find(({ name }) => name === 'cbcms3');
  expect(home?.calls[0]?.participants).toMatchObject([{ id: body['participant'], name: 'Henrik Dahl', userJid: henrik.username }]);
  expect(await askControl(emulator, 'POST', '/people', { ...person, user: 'nobody@webapp.com' })).toMatchObject({ status: 404, body: { code: 'no-such-user' } });
});
