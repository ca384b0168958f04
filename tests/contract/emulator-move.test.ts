import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startEmulator } from '@/server/emulator/emulator';
import type { Emulator } from '@/server/emulator/emulator';
import { joinHeadless } from '@/server/emulator/web-app/headless/join-headless';
import type { HeadlessGuest } from '@/server/emulator/web-app/headless/join-headless';
import { addPerson, askControl, emulatedBridge, EventsClient, idsOf, valueOf, worldOf } from '../support/emulated-bridge';
import { freeBasePort } from '../support/free-port';
import type { EmulatedBridge } from '../support/emulated-bridge';

let emulator: Emulator;
const cbcms: EmulatedBridge[] = [];
const opened: EventsClient[] = [];

beforeAll(async () => {
  emulator = await startEmulator({ basePort: await freeBasePort(), scenario: 'empty', tempo: { mediaDelayMs: 0 } });
  cbcms.push(...['cbcms1', 'cbcms2', 'cbcms3'].map((name) => emulatedBridge(emulator, name)));
});
afterAll(() => emulator.close());
afterEach(async () => {
  for (const client of opened.splice(0)) client.socket.terminate();
  for (const name of ['cbcms1', 'cbcms2', 'cbcms3']) await askControl(emulator, 'PUT', `/call-bridges/${name}`, { load: null });
  for (const { callBridges } of [await worldOf(emulator)]) {
    for (const { name, calls } of callBridges) {
      for (const { id } of calls) await emulatedBridge(emulator, name).request('DELETE', `calls/${id}`);
    }
  }
});

function bridge(number: 1 | 2 | 3): EmulatedBridge {
  const found = cbcms[number - 1];
  if (!found) throw new Error('the emulator has three bridges');
  return found;
}

/** The next newcomer goes to this bridge, because the others say that they are busy. */
async function makeLeastLoaded(number: 1 | 2 | 3): Promise<void> {
  for (const other of [1, 2, 3]) {
    await askControl(emulator, 'PUT', `/call-bridges/cbcms${other}`, { load: other === number ? 0 : 60 });
  }
}

async function guestOn(number: 1 | 2 | 3, name: string, numericId = '1001'): Promise<{ guest: HeadlessGuest; id: string }> {
  await makeLeastLoaded(number);
  const webBridgeUrl = emulator.nodes.find((node) => node.name === 'wbcms1')?.http ?? '';
  const guest = await joinHeadless({ webBridgeUrl, numericId, name });
  await expect.poll(() => selfOf(guest)).not.toBeNull();
  return { guest, id: selfOf(guest) ?? '' };
}

function selfOf(guest: HeadlessGuest): string | null {
  return guest.state.people.find(({ self }) => self)?.id ?? null;
}

/** A guest whose client starts a session and then never says anything again. */
async function silentGuest(name: string): Promise<{ socket: WebSocket; id: string }> {
  const webBridgeUrl = emulator.nodes.find((node) => node.name === 'wbcms2')?.http ?? '';
  const joined = await fetch(`${webBridgeUrl}/api/join`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ numericId: '1001', name }),
  });
  const { jwt } = (await joined.json()) as { jwt: string };
  const socket = new WebSocket(`${webBridgeUrl.replace('http:', 'ws:')}/api/call/session`);
  await new Promise((resolve) => socket.once('open', resolve));
  const settings = { audioMuted: false, videoMuted: false, layout: 'allEqual' };
  socket.send(JSON.stringify({ type: 'request', id: 1, request: 'POST /api/call/session/start', data: { jwt, settings } }));
  const id = idsOf(await bridge(1).get(`participants?filter=${encodeURIComponent(name)}`), 'participant')[0] ?? '';
  await expect.poll(async () => valueOf(await bridge(1).get(`participants/${id}`), 'state')).toBe('connected');
  return { socket, id };
}

async function callOn(number: 1 | 2 | 3, numericId = '1002'): Promise<string> {
  const { participant } = await addPerson(emulator, { kind: 'sip', name: 'Room', numericId, callBridge: `cbcms${number}` });
  return valueOf(await bridge(number).get(`participants/${participant}`), 'call') ?? '';
}

async function rosterOf(number: 1 | 2 | 3, call: string): Promise<EventsClient> {
  const client = await EventsClient.open(bridge(number));
  opened.push(client);
  client.subscribe([{ index: 1, type: 'callRoster', call, elements: ['name', 'state', 'canMove', 'movedParticipant', 'movedParticipantCallBridge'] }]);
  await expect.poll(() => client.updates(1).length).toBeGreaterThan(0);
  return client;
}

const move = (participant: string) => `movedParticipant=${participant}&needsActivation=false`;

/** What a bridge has written since the line of that number. */
async function logOf(name: string, after: number): Promise<{ texts: string[]; last: number }> {
  const { body } = await askControl(emulator, 'GET', `/log?node=${name}&after=${after}`);
  const lines = body['lines'] as { number: number; text: string }[];
  return { texts: lines.map(({ text }) => text), last: lines.at(-1)?.number ?? after };
}

describe('a web app guest homed on A, moved by B to a meeting, placed on C', () => {
  test('arrives in the new meeting with a new id, account and token; the old ones are destroyed', async () => {
    const { guest, id } = await guestOn(1, 'Ana Web');
    guest.setMuted(true);
    guest.setPresenting(true);
    guest.sendChat('hello');
    await expect.poll(() => guest.state.chat.length).toBe(1);
    await expect.poll(() => guest.state.presentation).toBe('on');
    const target = await callOn(2);
    const before = (await worldOf(emulator)).callBridges[0];
    const [oldGuest, oldToken] = [before?.guests[0], before?.tokens[0]];
    const source = valueOf(await bridge(1).get(`participants/${id}`), 'call') ?? '';
    const [leaving, arriving] = [await rosterOf(1, source), await rosterOf(2, target)];
    await makeLeastLoaded(3);

    const answer = await bridge(2).request('POST', `calls/${target}/participants`, move(id));

    expect(answer).toMatchObject({ status: 200, text: '' });
    expect(answer.headers.get('location')).toBe(`/api/v1/participants/${answer.created}`);
    await expect.poll(() => selfOf(guest)).toBe(answer.created);
    expect(guest.state).toMatchObject({ phase: 'in-call', moves: 1, space: { name: 'Space 2', numericId: '1002' }, chat: [], presentation: 'off' });
    expect(guest.settings.audioMuted).toBe(true);

    const world = await worldOf(emulator);
    const [a, b, c] = world.callBridges;
    expect(a).toMatchObject({ calls: [], guests: [], tokens: [] });
    expect(b?.calls[0]?.participants.map(({ name }) => name)).toEqual(['Room']);
    expect(c?.calls[0]?.participants).toMatchObject([
      { id: answer.created, leg: answer.created, name: 'Ana Web', state: 'connected', rxAudioMute: true, presentingSince: null, movedFrom: { participant: id, callBridge: a?.id } },
    ]);
    expect(c?.guests).toHaveLength(1);
    expect(c?.guests[0]?.user).not.toBe(oldGuest?.user);
    expect(c?.tokens[0]?.token).not.toBe(oldToken?.token);
    expect(c?.calls[0]?.correlator).toBe(b?.calls[0]?.correlator);

    await expect.poll(() => leaving.states(1).at(-1)).toBe('deactivated');
    const newcomer = () => arriving.updates(1).filter(({ participant }) => participant === answer.created);
    await expect.poll(() => newcomer().at(-1)).toMatchObject({ updateType: 'update', state: 'connected', canMove: true });
    expect(newcomer()[0]).toEqual({
      participant: answer.created, updateType: 'add', name: 'Ana Web', state: 'initial', canMove: false, movedParticipant: id, movedParticipantCallBridge: a?.id,
    });
    const atC = await bridge(3).get(`callLegs/${answer.created}`);
    expect([valueOf(atC, 'movedCallLeg'), valueOf(atC, 'movedCallLegCallBridge')]).toEqual([id, a?.id]);
    guest.leave();
  });

  test('leaves a roster in which others stay with the reason callMoved', async () => {
    const { guest, id } = await guestOn(1, 'Ben Web');
    const source = await callOn(1, '1001');
    const target = await callOn(2);
    const leaving = await rosterOf(1, source);
    await bridge(2).request('POST', `calls/${target}/participants`, move(id));
    await expect.poll(() => leaving.updates(1).at(-1)).toEqual({ participant: id, updateType: 'remove', reason: 'callMoved' });
    guest.leave();
  });

  test('leaves the trail of log lines that the product writes, on B, C and A', async () => {
    const { guest, id } = await guestOn(1, 'Cleo Web');
    const target = await callOn(2);
    await makeLeastLoaded(3);
    const names = ['cbcms1', 'cbcms2', 'cbcms3'];
    const before = await Promise.all(names.map((name) => logOf(name, 0)));
    const { created } = await bridge(2).request('POST', `calls/${target}/participants`, move(id));
    await expect.poll(() => selfOf(guest)).toBe(created);
    const [a = [], b = [], c = []] = await Promise.all(
      names.map(async (name, index) => (await logOf(name, before[index]?.last ?? 0)).texts),
    );
    const position = (lines: string[], pattern: RegExp): number => lines.findIndex((line) => pattern.test(line));
    const inOrder = (lines: string[], ...patterns: RegExp[]) => {
      const found = patterns.map((pattern) => position(lines, pattern));
      expect(found.includes(-1), `${patterns[found.indexOf(-1)]}`).toBe(false);
      expect(found).toEqual([...found].sort((one, other) => one - other));
    };
    inOrder(
      b,
      new RegExp(`move participant operation: moving WC3 participant ${id} \\(guest\\d+\\) \\(homed on callbridge 'cbcms1'\\) to call ${target}`),
      /replace query for conference .*: response from 'cbcms3' \(priority: 0, load level: 0, conference is running: 0\)/,
      /replace query for conference .*: using remote server 'cbcms3'/,
      new RegExp(`API user "api" created new participant ${created}, call ${target}`),
      new RegExp(`API trace \\d+: Location: /api/v1/participants/${created}`),
    );
    inOrder(
      c,
      /guest login request \d+: credential storage scheduled/,
      /guest login request \d+: successfully stored credentials/,
      new RegExp(`API call leg ${created} in call`),
      /new session created for user "guest\d+"/,
      new RegExp(`call \\d+: configured - API call leg ${created}`),
      new RegExp(`participant "guest\\d+" \\(${created}\\) joined conference`),
    );
    inOrder(a, /user "guest\d+": deactivating due to session resource teardown/, new RegExp(`destroying API call leg ${id}`), /removing guest account 'guest\d+' \(name 'Cleo Web'\) on call drop/);
    guest.leave();
  });

  test('moved again and again between all bridges, is always in exactly one meeting', async () => {
    const { guest, id } = await guestOn(1, 'Dov Web');
    const targets = { 1: await callOn(1, '1003'), 2: await callOn(2, '1004'), 3: await callOn(3, '1005') };
    let current = id;
    for (const [by, to] of [[1, 2], [2, 3], [3, 1], [1, 1], [2, 2], [3, 3]] as const) {
      await makeLeastLoaded(to);
      const { created } = await bridge(by).request('POST', `calls/${targets[by]}/participants`, move(current));
      await expect.poll(() => selfOf(guest)).toBe(created);
      current = created;
    }
    const people = (await worldOf(emulator)).callBridges.flatMap(({ calls }) => calls.flatMap(({ participants }) => participants));
    expect(people.filter(({ name }) => name === 'Dov Web').map(({ id: one }) => one)).toEqual([current]);
    guest.leave();
  });
});

describe('others', () => {
  test('a SIP participant is re-joined by their new bridge', async () => {
    const { participant } = await addPerson(emulator, { kind: 'sip', name: 'Endpoint', numericId: '1001', callBridge: 'cbcms1' });
    const target = await callOn(2);
    await makeLeastLoaded(3);
    const { created, status } = await bridge(2).request('POST', `calls/${target}/participants`, move(participant));
    expect(status).toBe(200);
    await expect.poll(async () => valueOf(await bridge(3).get(`participants/${created}`), 'state')).toBe('connected');
    expect(valueOf(await bridge(3).get(`participants/${created}`), 'uri')).toBe('endpoint@rooms.example');
    expect((await bridge(1).request('GET', `participants/${participant}`)).text).toContain('<participantDoesNotExist />');
  });

  test('settings in the POST hold for the newcomer', async () => {
    const { participant } = await addPerson(emulator, { kind: 'sip', name: 'Endpoint', numericId: '1001', callBridge: 'cbcms1' });
    const target = await callOn(2);
    const body = `${move(participant)}&rxAudioMute=true&importance=5&nameLabelOverride=Board`;
    const { created } = await bridge(2).request('POST', `calls/${target}/participants`, body);
    const home = async () => idsOf(await bridge(1).get('callLegs'), 'callLeg').includes(created) ? bridge(1) : bridge(2);
    const leg = await (await home()).get(`callLegs/${created}`);
    expect(['rxAudioMute', 'importance', 'nameLabelOverride'].map((name) => valueOf(leg, name))).toEqual(['true', '5', 'Board']);
  });

  test('a client that does not react leaves the newcomer initial until it times out, and stays where it is', async () => {
    await makeLeastLoaded(1);
    const { socket, id } = await silentGuest('Eve Web');
    const target = await callOn(2);
    const roster = await rosterOf(2, target);
    await askControl(emulator, 'PUT', '/clock', { clientTimeoutMs: 50 });
    const { created, status } = await bridge(2).request('POST', `calls/${target}/participants`, move(id));
    expect(status).toBe(200);
    const newcomer = () => roster.updates(1).filter(({ participant }) => participant === created);
    await expect.poll(() => newcomer().at(-1)).toEqual({ participant: created, updateType: 'remove', reason: 'timeout' });
    expect(newcomer().map(({ updateType }) => updateType)).toEqual(['add', 'remove']);
    expect(valueOf(await bridge(1).get(`participants/${id}`), 'state')).toBe('connected');
    await askControl(emulator, 'PUT', '/clock', { clientTimeoutMs: 30_000 });
    socket.terminate();
    await expect.poll(async () => (await worldOf(emulator)).callBridges[0]?.guests).toEqual([]);
  });

  test('people in one meeting see each other and each other\'s messages across bridges, and the last to present has the floor', async () => {
    const { guest: ana } = await guestOn(1, 'Ana', '1006');
    const { guest: ben } = await guestOn(2, 'Ben', '1006');
    const names = (guest: HeadlessGuest) => guest.state.people.map(({ name }) => name).sort();
    await expect.poll(() => names(ana)).toEqual(['Ana', 'Ben']);
    await expect.poll(() => names(ben)).toEqual(['Ana', 'Ben']);
    ana.sendChat('Hi Ben');
    await expect.poll(() => ben.state.chat.map(({ from, text }) => `${from}: ${text}`)).toEqual(['Ana: Hi Ben']);
    const presenters = (guest: HeadlessGuest) => guest.state.people.filter(({ presenting }) => presenting).map(({ name }) => name);
    ana.setPresenting(true);
    await expect.poll(() => presenters(ben)).toEqual(['Ana']);
    ben.setPresenting(true);
    await expect.poll(() => presenters(ana)).toEqual(['Ben']);
    await expect.poll(() => presenters(ben)).toEqual(['Ben']);
    ana.leave();
    ben.leave();
  });

  test('a mute by the API reaches the guest, and a mute by the guest the API', async () => {
    const { guest, id } = await guestOn(1, 'Ana', '1006');
    await bridge(1).request('PUT', `callLegs/${id}`, 'rxAudioMute=true');
    await expect.poll(() => guest.settings.audioMuted).toBe(true);
    await bridge(1).request('PUT', `callLegs/${id}`, 'rxAudioMute=false');
    await expect.poll(() => guest.settings.audioMuted).toBe(false);
    guest.setVideoMuted(true);
    await expect.poll(async () => valueOf(await bridge(1).get(`callLegs/${id}`), 'rxVideoMute')).toBe('true');
    guest.leave();
  });

  test('a guest who is dropped, or whose meeting is ended, is told', async () => {
    const { guest: dropped, id } = await guestOn(1, 'Ana', '1006');
    const { guest: other } = await guestOn(2, 'Ben', '1006');
    await bridge(1).request('DELETE', `participants/${id}`);
    await expect.poll(() => dropped.state.phase).toBe('ended');
    const call = idsOf(await bridge(2).get('calls'), 'call')[0] ?? '';
    await bridge(2).request('DELETE', `calls/${call}`);
    await expect.poll(() => other.state.ended?.reason).toBe('meeting-ended');
  });

  test('a passcode lets in by its own numeric id only, and a wrong one does not', async () => {
    const webBridgeUrl = emulator.nodes.find((node) => node.name === 'wbcms1')?.http ?? '';
    await expect(joinHeadless({ webBridgeUrl, numericId: '2004', name: 'Ana' })).rejects.toMatchObject({ reason: 'passcode-required' });
    await expect(joinHeadless({ webBridgeUrl, numericId: '2004', name: 'Ana', passcode: '0' })).rejects.toMatchObject({ reason: 'passcode-wrong' });
    await expect(joinHeadless({ webBridgeUrl, numericId: '4711', name: 'Ana' })).rejects.toMatchObject({ reason: 'meeting-not-found' });
    const guest = await joinHeadless({ webBridgeUrl, numericId: '2004', name: 'Ana', passcode: '4321' });
    expect(guest.state.space?.name).toBe('Space 4');
    guest.leave();
  });
});

describe('a move that is refused', () => {
  test('names the reason as a failure, and nobody has moved', async () => {
    const { guest, id } = await guestOn(1, 'Ana', '1006');
    const microsoft = await addPerson(emulator, { kind: 'microsoft', name: 'Mia', numericId: '1001', callBridge: 'cbcms1' });
    const target = await callOn(2);
    const own = valueOf(await bridge(1).get(`participants/${id}`), 'call') ?? '';
    const ask = async (call: string, body: string, by: 1 | 2 | 3) => (await bridge(by).request('POST', `calls/${call}/participants`, body)).text;
    expect(await ask(target, move('00000000-0000-4000-8000-000000000000'), 2)).toContain('parameter="movedParticipant"');
    expect(await ask(own, move(id), 1)).toContain('parameter="movedParticipant"');
    expect(await ask(target, move(microsoft.participant), 2)).toContain('<participantCannotBeModified />');
    expect(await ask('00000000-0000-4000-8000-000000000000', move(id), 2)).toContain('<callDoesNotExist />');
    expect(await ask(target, 'needsActivation=false', 2)).toContain('parameter="remoteParty"');
    expect(await ask(target, `${move(id)}&callBridge=nowhere`, 2)).toContain('<callBridgeDoesNotExist />');
    for (const number of [1, 2, 3]) await askControl(emulator, 'PUT', `/call-bridges/cbcms${number}`, { load: 100 });
    expect(await ask(target, move(id), 2)).toContain('<callBridgeGroupUnavailable />');
    expect(valueOf(await bridge(1).get(`participants/${id}`), 'state')).toBe('connected');
    expect(guest.state).toMatchObject({ phase: 'in-call', moves: 0 });
    guest.leave();
  });

  test('a web app guest on 3.1 cannot be moved, a SIP participant there can', async () => {
    const legacy = emulatedBridge(emulator, 'cblegacy1');
    const people = await Promise.all(
      ['web-app', 'sip'].map((kind) => addPerson(emulator, { kind, name: `Legacy ${kind}`, numericId: '1001', callBridge: 'cblegacy1' })),
    );
    const { participant } = await addPerson(emulator, { kind: 'sip', name: 'Room', numericId: '1002', callBridge: 'cblegacy1' });
    const target = valueOf(await legacy.get(`participants/${participant}`), 'call');
    const [web, sip] = await Promise.all(
      people.map((person) => legacy.request('POST', `calls/${target}/participants`, move(person.participant))),
    );
    expect(web?.text).toContain('<participantCannotBeModified />');
    expect(sip?.status).toBe(200);
  });

  test('a bridge that is cut off from the others cannot find out who it is asked to move, and loses their people from its rosters', async () => {
    const { participant } = await addPerson(emulator, { kind: 'sip', name: 'Endpoint', numericId: '1002', callBridge: 'cbcms1' });
    const target = await callOn(2);
    await expect.poll(async () => valueOf(await bridge(2).get(`calls/${target}`), 'numParticipantsRemote')).toBe('1');
    await askControl(emulator, 'PUT', '/call-bridges/cbcms1', { down: true });
    await expect.poll(async () => valueOf(await bridge(2).get(`calls/${target}`), 'numParticipantsRemote')).toBe('0');
    expect(await bridge(2).get('system/alarms')).toContain('<type>callBridgeConnectionFailure</type>');
    const { text } = await bridge(2).request('POST', `calls/${target}/participants`, move(participant));
    expect(text).toContain('<callBridgeUnavailable />');
    await askControl(emulator, 'PUT', '/call-bridges/cbcms1', { down: false });
    await expect.poll(async () => valueOf(await bridge(2).get(`calls/${target}`), 'numParticipantsRemote')).toBe('1');
  });
});
