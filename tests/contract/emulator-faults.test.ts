import { connect } from 'node:tls';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { faults as faultsOfUsher } from '@/lib/trace/faults';
import { startEmulator } from '@/server/emulator/emulator';
import type { Emulator } from '@/server/emulator/emulator';
import { faultCodes, faultTable } from '@/server/emulator/faults/fault-table';
import type { FaultCode, FaultRow, Symptom } from '@/server/emulator/faults/fault-table';
import { joinHeadless } from '@/server/emulator/web-app/headless/join-headless';
import type { HeadlessGuest } from '@/server/emulator/web-app/headless/join-headless';
import { addPerson, askControl, emulatedBridge, valueOf, worldOf } from '../support/emulated-bridge';
import type { EmulatedBridge, WorldView } from '../support/emulated-bridge';

let emulator: Emulator;
const guests: HeadlessGuest[] = [];

beforeAll(async () => {
  emulator = await startEmulator({ basePort: 0, scenario: 'empty', tempo: { mediaDelayMs: 0 } });
});
afterAll(() => emulator.close());
afterEach(async () => {
  await askControl(emulator, 'DELETE', '/faults');
  for (const guest of guests.splice(0)) guest.leave();
  for (const { name, calls } of (await worldOf(emulator)).callBridges) {
    for (const { id } of calls) await bridge(name).request('DELETE', `calls/${id}`);
  }
});

const bridge = (name: string): EmulatedBridge => emulatedBridge(emulator, name);

interface Scene {
  guest: HeadlessGuest;
  /** The guest in Space 1, homed on cbcms1. */
  old: string;
  /** The call of Space 2, on cbcms2. */
  target: string;
}

let scenes = 0;

/** A guest on one call bridge, and a meeting to be moved to on another. */
async function sceneOf(): Promise<Scene> {
  scenes += 1;
  const host = await addPerson(emulator, { kind: 'sip', name: 'Host', numericId: '1002', callBridge: 'cbcms2' });
  const target = valueOf(await bridge('cbcms2').get(`participants/${host.participant}`), 'call') ?? '';
  for (const name of ['cbcms2', 'cbcms3']) await askControl(emulator, 'PUT', `/call-bridges/${name}`, { load: 60 });
  const webBridgeUrl = emulator.nodes.find(({ name }) => name === 'wbcms1')?.http ?? '';
  const guest = await joinHeadless({ webBridgeUrl, numericId: '1001', name: `Guest ${scenes}` });
  guests.push(guest);
  for (const name of ['cbcms2', 'cbcms3']) await askControl(emulator, 'PUT', `/call-bridges/${name}`, { load: null });
  await expect.poll(() => selfOf(guest)).not.toBeNull();
  return { guest, old: selfOf(guest) ?? '', target };
}

function selfOf(guest: HeadlessGuest): string | null {
  return guest.state.people.find(({ self }) => self)?.id ?? null;
}

async function arm(fault: FaultCode, scope: Record<string, unknown> = {}, times = 'once'): Promise<Record<string, unknown>> {
  const armed = await askControl(emulator, 'POST', '/faults', { fault, ...scope, times });
  expect(armed.status).toBe(201);
  return armed.body;
}

function move({ old, target }: Scene): ReturnType<EmulatedBridge['request']> {
  return bridge('cbcms2').request('POST', `calls/${target}/participants`, `movedParticipant=${old}&needsActivation=false`);
}

const people = ({ callBridges }: WorldView) =>
  callBridges.flatMap(({ name, calls }) => calls.flatMap((call) => call.participants.map((who) => ({ ...who, bridge: name, meeting: call.name }))));

/** Where the guest is, in the words of the table; null while it is not clear yet. */
async function symptomOf({ old }: Scene): Promise<Symptom | 'joined' | null> {
  const present = people(await worldOf(emulator));
  const oldIsThere = present.some(({ id }) => id === old);
  const arrived = present.filter(({ movedFrom, state }) => movedFrom !== null && state === 'connected').at(-1);
  if (arrived && !oldIsThere) {
    if (arrived.meeting !== 'Space 2') return 'wrong-meeting';
    return (await bridge(arrived.bridge).get(`callLegs/${arrived.leg}`)).includes('<bitRate>48000</bitRate>') ? 'joined' : 'joined-without-media';
  }
  return oldIsThere ? 'nothing-happened' : 'dropped';
}

/** Faults of a move; those of a port hit connections, whoever opens them. */
const ofMoves = faultCodes.filter((fault) => !isOfPort(fault));

function isOfPort(fault: FaultCode): boolean {
  return (faultTable[fault] as FaultRow).scopes.every((scope) => scope === 'callBridge');
}

test.each(ofMoves)('%s, armed for one person, leads to the symptom of its row and is then used up', async (fault) => {
  const scene = await sceneOf();
  await arm(fault, { participant: scene.old });
  const answered = move(scene).catch(() => undefined);
  // Where no answer comes, or late, the fault that is used up tells that the move was tried.
  const isAnswered = fault !== 'request-dropped' && faultTable[fault].symptom !== 'any';
  if (isAnswered) await answered;
  await expect.poll(async () => (await askControl(emulator, 'GET', '/faults')).body['armed']).toEqual([]);
  const expected = faultTable[fault].symptom === 'any' ? 'joined' : faultTable[fault].symptom;
  await expect.poll(() => symptomOf(scene)).toBe(expected);
  await settled(scene, expected);
  expect(await symptomOf(scene)).toBe(expected);
  const { body } = await askControl(emulator, 'GET', '/happened');
  expect(body['happened']).toContainEqual(expect.objectContaining({ what: 'fault', fault }));
});

/** Once the guest's client has heard everything that it will hear. */
async function settled({ guest }: Scene, symptom: string): Promise<void> {
  if (symptom === 'dropped') await expect.poll(() => guest.state.phase).toBe('ended');
  else if (symptom === 'nothing-happened') expect(guest.state.phase).toBe('in-call');
  else await expect.poll(() => guest.state.phase).toBe('in-call');
}

test("Usher's table of faults is the emulator's, row for row", () => {
  const rowOf = ({ steps, symptom, causes, words }: Pick<FaultRow, 'steps' | 'symptom' | 'causes' | 'words'>) => ({ steps, symptom, causes, words });
  const usher = Object.entries(faultsOfUsher).map(([fault, row]) => [fault, rowOf(row)]);
  expect(usher).toEqual(Object.entries(faultTable).map(([fault, row]) => [fault, rowOf(row)]));
});

test.each([
  ['port-closed', 'ECONNRESET'],
  ['wrong-certificate', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
] as const)('%s meets every connection to the API port of its bridge, and no other, until it is cleared', async (fault, code) => {
  const armed = await arm(fault, { callBridge: 'cbcms2' }, 'until-cleared');
  expect(await connectTo('cbcms2')).toBe(code);
  expect(await connectTo('cbcms2')).toBe(code);
  expect(await connectTo('cbcms1')).toBe('connected');
  expect((await askControl(emulator, 'DELETE', `/faults/${armed['id']}`)).status).toBe(200);
  expect(await connectTo('cbcms2')).toBe('connected');
});

/** How a TLS connection to a call bridge goes: `connected`, or the code of what is wrong with it. */
function connectTo(name: string): Promise<string> {
  const url = new URL(emulator.nodes.find((node) => node.name === name)?.https ?? '');
  return new Promise((resolve) => {
    const socket = connect({ host: url.hostname, port: Number(url.port), ca: emulator.authorityPem });
    socket.once('secureConnect', () => resolve('connected'));
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.once('secureConnect', () => socket.destroy());
  });
}

test('a failed connection between bridges, or to a web bridge, is an alarm of the bridge that it failed for', async () => {
  for (const [fault, alarm] of [['link-down', 'callBridgeConnectionFailure'], ['web-bridge-unreachable', 'c2wConnectionFailure']] as const) {
    const scene = await sceneOf();
    await arm(fault, { participant: scene.old });
    expect(await bridge('cbcms2').get('system/alarms')).not.toContain(alarm);
    await move(scene);
    await expect.poll(() => bridge('cbcms2').get('system/alarms')).toContain(alarm);
  }
});

test('a newcomer whose browser never comes stays initial, and the person stays where they are', async () => {
  const scene = await sceneOf();
  await arm('client-silent', { participant: scene.old });
  const { created } = await move(scene);
  const newcomer = async () => people(await worldOf(emulator)).find(({ id }) => id === created);
  await expect.poll(newcomer).toMatchObject({ state: 'initial', movedFrom: { participant: scene.old } });
  expect(await symptomOf(scene)).toBe('nothing-happened');
});

test.each([
  ['credentials-refused', 401, ''],
  ['bridge-busy', 503, ''],
  ['cannot-move', 400, '<participantCannotBeModified />'],
  ['target-gone', 400, '<callDoesNotExist />'],
  ['participant-limit', 400, '<participantLimitReached />'],
  ['link-down', 400, '<callBridgeUnavailable />'],
  ['no-capacity', 400, '<callBridgeGroupUnavailable />'],
  ['guest-account-not-stored', 400, '<callBridgeUnavailable />'],
  ['bridge-ignores', 200, ''],
  ['web-page-answers', 200, '<!doctype html>'],
] as const)('%s is answered with %i %s', async (fault, status, text) => {
  const scene = await sceneOf();
  await arm(fault, { participant: scene.old });
  const answer = await move(scene);
  expect(answer.status).toBe(status);
  expect(answer.text).toContain(text);
});

test('a guest whose credentials are not stored has asked to log in under a number that nobody else has', async () => {
  const scene = await sceneOf();
  await arm('guest-account-not-stored', { participant: scene.old });
  for (const status of [400, 200]) expect((await move(scene)).status).toBe(status);
  const { lines } = (await askControl(emulator, 'GET', '/log?node=cbcms2')).body as { lines: { text: string }[] };
  const [failed, stored] = lines.flatMap(({ text }) => /^guest login request (\d+): credential storage scheduled/.exec(text)?.[1] ?? []).slice(-2);
  expect(lines.filter(({ text }) => text === `guest login request ${failed}: successfully stored credentials`)).toEqual([]);
  expect(lines.filter(({ text }) => text === `guest login request ${stored}: successfully stored credentials`)).toHaveLength(1);
});

test('what is armed for a person until it is cleared follows them over their moves', async () => {
  const scene = await sceneOf();
  const armed = await arm('media-failed', { participant: scene.old }, 'until-cleared');
  const first = await move(scene);
  await expect.poll(() => symptomOf(scene)).toBe('joined-without-media');
  const back = await addPerson(emulator, { kind: 'sip', name: 'Back', numericId: '1003', callBridge: 'cbcms2' });
  const target = valueOf(await bridge('cbcms2').get(`participants/${back.participant}`), 'call') ?? '';
  await expect.poll(() => selfOf(scene.guest)).toBe(first.created);
  await move({ ...scene, old: first.created, target });
  await expect.poll(async () => (await askControl(emulator, 'GET', '/faults')).body['armed']).toMatchObject([{ id: armed['id'], fired: 2 }]);
});

test('a fault is refused for what it cannot be armed for, and for what is not there', async () => {
  const ask = async (body: Record<string, unknown>) => (await askControl(emulator, 'POST', '/faults', { times: 'once', ...body })).status;
  expect(await ask({ fault: 'no-such-fault' })).toBe(422);
  expect(await ask({ fault: 'port-closed' })).toBe(422);
  expect(await ask({ fault: 'client-silent', link: ['cbcms1', 'cbcms2'] })).toBe(422);
  expect(await ask({ fault: 'client-silent', participant: 'x', callBridge: 'cbcms1' })).toBe(422);
  expect(await ask({ fault: 'link-down', link: ['cbcms1', 'cbcms1'] })).toBe(422);
  expect(await ask({ fault: 'client-silent', participant: 'nobody' })).toBe(404);
  expect(await ask({ fault: 'client-silent', call: 'none' })).toBe(404);
  expect(await ask({ fault: 'client-silent', callBridge: 'cbcms9' })).toBe(404);
  expect(await ask({ fault: 'link-down', link: ['cbcms1', 'elsewhere'] })).toBe(404);
  expect((await askControl(emulator, 'DELETE', '/faults/999')).status).toBe(404);
});
