import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startEmulator } from '@/server/emulator/emulator';
import type { Emulator } from '@/server/emulator/emulator';
import { addPerson, askControl, emulatedBridge, EventsClient, idsOf, valueOf } from '../support/emulated-bridge';
import type { EmulatedBridge } from '../support/emulated-bridge';

const rosterElements = ['name', 'uri', 'state', 'direction', 'audioMuted', 'videoMuted', 'importance', 'layout', 'activeSpeaker', 'presenter', 'canMove', 'movedParticipant', 'movedParticipantCallBridge'];

let emulator: Emulator;
let bridge: EmulatedBridge;
const clients: EventsClient[] = [];

beforeAll(async () => {
  emulator = await startEmulator({ basePort: 0, scenario: 'empty', tempo: { mediaDelayMs: 0, dialDelayMs: 5 } });
  bridge = emulatedBridge(emulator, 'cbcms1');
});
afterAll(() => emulator.close());
afterEach(async () => {
  for (const client of clients.splice(0)) client.socket.terminate();
  for (const call of idsOf(await bridge.get('calls'), 'call')) await bridge.request('DELETE', `calls/${call}`);
});

async function open(): Promise<EventsClient> {
  const client = await EventsClient.open(bridge);
  clients.push(client);
  return client;
}

async function roomIn(numericId: string, name = `Room in ${numericId}`): Promise<{ participant: string; call: string }> {
  const { participant } = await addPerson(emulator, { kind: 'sip', name, numericId, callBridge: 'cbcms1' });
  return { participant, call: valueOf(await bridge.get(`participants/${participant}`), 'call') ?? '' };
}

test('a subscription is acknowledged, pending, active, and then shows everything that was asked for', async () => {
  const { participant, call } = await roomIn('1001');
  const client = await open();
  client.subscribe([
    { index: 1, type: 'calls', elements: ['name', 'participants', 'lockState', 'callCorrelator', 'updateType'] },
    { index: 2, type: 'callInfo', call, elements: ['name', 'participants', 'joinAudioMuteOverride'] },
    { index: 3, type: 'callRoster', call: call.toUpperCase(), elements: rosterElements },
  ]);
  await expect.poll(() => client.updates(3)).toHaveLength(1);
  await expect.poll(() => client.updates(2)).toHaveLength(1);
  expect(client.acks).toEqual([{ messageId: 1, status: 'success' }]);
  expect(client.messages.map(({ messageId }) => messageId)).toEqual(client.messages.map((_, index) => index + 1));
  expect(client.messages.slice(0, 2).map(({ type }) => type)).toEqual(['subscriptionUpdate', 'subscriptionUpdate']);
  expect(client.states(3)).toEqual(['pending', 'active']);
  const correlator = valueOf(await bridge.get(`calls/${call}`), 'callCorrelator');
  expect(client.updates(1)).toEqual([
    { call, updateType: 'add', name: 'Space 1', participants: 1, lockState: 'notLocked', callCorrelator: correlator },
  ]);
  expect(client.updates(2)).toEqual([{ name: 'Space 1', participants: 1, joinAudioMuteOverride: null }]);
  expect(client.updates(3)).toEqual([
    {
      participant, updateType: 'add', name: 'Room in 1001', uri: 'room.in.1001@rooms.example', state: 'connected',
      direction: 'incoming', audioMuted: false, videoMuted: false, importance: null, layout: 'allEqual', activeSpeaker: false,
      presenter: false, canMove: true, movedParticipant: null, movedParticipantCallBridge: null,
    },
  ]);
});

test('an update holds what changed and nothing else', async () => {
  const { participant, call } = await roomIn('1001');
  const client = await open();
  client.subscribe([{ index: 7, type: 'callRoster', call, elements: rosterElements }]);
  await expect.poll(() => client.updates(7)).toHaveLength(1);
  await bridge.request('PUT', `callLegs/${participant}`, 'rxAudioMute=true&txAudioMute=true');
  await bridge.request('PUT', `callLegs/${participant}`, 'rxAudioMute=true');
  await bridge.request('PUT', `callLegs/${participant}`, 'layout=onePlusFive');
  await expect.poll(() => client.updates(7).slice(1)).toEqual([
    { participant, updateType: 'update', audioMuted: true },
    { participant, updateType: 'update', layout: 'onePlusFive' },
  ]);
});

test('somebody who dials in from the API goes through the roster: added initial, ringing, connected, and out with a reason', async () => {
  const { call } = await roomIn('1001');
  const client = await open();
  client.subscribe([{ index: 1, type: 'callRoster', call, elements: ['name', 'uri', 'state', 'canMove'] }]);
  await expect.poll(() => client.updates(1)).toHaveLength(1);
  const { created } = await bridge.request('POST', `calls/${call}/participants`, 'remoteParty=dora@example.com');
  const ofDora = () => client.updates(1).filter((update) => update['participant'] === created);
  await expect.poll(ofDora).toHaveLength(3);
  await bridge.request('DELETE', `participants/${created}`);
  await expect.poll(ofDora).toHaveLength(4);
  expect(ofDora()).toEqual([
    { participant: created, updateType: 'add', name: '', uri: 'dora@example.com', state: 'initial', canMove: false },
    { participant: created, updateType: 'update', state: 'ringing' },
    { participant: created, updateType: 'update', name: 'Dora', state: 'connected', canMove: true },
    { participant: created, updateType: 'remove', reason: 'apiInitiatedTeardown' },
  ]);
});

test('a later request replaces the set: what stays is not told again, what is left out falls silent', async () => {
  const first = await roomIn('1001');
  const second = await roomIn('1002');
  const client = await open();
  const rosterOf = (index: number, call: string) => ({ index, type: 'callRoster', call, elements: ['name', 'audioMuted'] });
  client.subscribe([rosterOf(1, first.call), rosterOf(2, second.call)]);
  await expect.poll(() => client.updates(2)).toHaveLength(1);
  client.subscribe([rosterOf(1, first.call), rosterOf(3, second.call)]);
  await expect.poll(() => client.updates(3)).toHaveLength(1);
  expect(client.updates(1)).toHaveLength(1);
  expect(client.states(1)).toEqual(['pending', 'active', 'active', 'active']);
  await bridge.request('PUT', `callLegs/${second.participant}`, 'rxAudioMute=true');
  await expect.poll(() => client.updates(3)).toHaveLength(2);
  expect(client.updates(2)).toHaveLength(1);
});

test('new calls appear in the list, ended ones leave it with a reason, and what was subscribed for them is deactivated', async () => {
  const client = await open();
  client.subscribe([{ index: 1, type: 'calls', elements: ['name', 'participants'] }]);
  await expect.poll(() => client.states(1)).toEqual(['pending', 'active']);
  const { participant, call } = await roomIn('1003');
  client.subscribe([{ index: 1, type: 'calls', elements: ['name', 'participants'] }, { index: 2, type: 'callRoster', call }]);
  await expect.poll(() => client.updates(2)).toHaveLength(1);
  await bridge.request('DELETE', `participants/${participant}`);
  await expect.poll(() => client.states(2).at(-1)).toBe('deactivated');
  await expect.poll(() => client.updates(1).at(-1)).toEqual({ call, updateType: 'remove', reason: 'allLeft' });
  client.subscribe([{ index: 5, type: 'callInfo', call }]);
  await expect.poll(() => client.states(5)).toEqual(['deactivated']);
});

test('who is on another bridge is in the roster here, and the list of calls counts them', async () => {
  const { call } = await roomIn('1004');
  const client = await open();
  client.subscribe([{ index: 1, type: 'callRoster', call, elements: ['name'] }, { index: 2, type: 'calls', elements: ['participants', 'distributedInstances'] }]);
  await expect.poll(() => client.updates(1)).toHaveLength(1);
  const far = await addPerson(emulator, { kind: 'sip', name: 'Far away', numericId: '1004', callBridge: 'cbcms3' });
  await expect.poll(() => client.updates(1).at(-1)).toEqual({ participant: far.participant, updateType: 'add', name: 'Far away' });
  await expect.poll(() => Object.assign({}, ...client.updates(2))).toMatchObject({ participants: 2, distributedInstances: 1 });
  await askControl(emulator, 'DELETE', `/people/${far.participant}`);
  await expect.poll(() => client.updates(1).at(-1)).toEqual({ participant: far.participant, updateType: 'remove', reason: 'remoteTeardown' });
});

test('after 64 messages without an ack the flow stops, and what was missed comes as its sum once they are acknowledged', async () => {
  const { participant, call } = await roomIn('1001');
  const client = await open();
  client.acknowledges = false;
  client.subscribe([{ index: 1, type: 'callRoster', call, elements: ['audioMuted', 'importance'] }]);
  for (let n = 1; n <= 100; n += 1) await bridge.request('PUT', `callLegs/${participant}`, `importance=${n}`);
  await expect.poll(() => client.messages.length).toBe(64);
  client.acknowledges = true;
  for (let id = 1; id <= 64; id += 1) client.acknowledge(id);
  await expect.poll(() => client.messages.length).toBe(65);
  expect(client.updates(1).at(-1)).toEqual({ participant, updateType: 'update', importance: 100 });
});

test.each([
  ['text that is no JSON', '{'],
  ['a frame of another kind', '{"type":"hello"}'],
  ['an array', '[]'],
  ['a message without an id', '{"type":"message","message":{"type":"subscribeRequest"}}'],
])('%s closes the socket cleanly', async (_what, garbage) => {
  const client = await open();
  const closed = new Promise<number>((resolve) => client.socket.once('close', resolve));
  client.say(garbage);
  expect(await closed).toBe(1007);
});

test('a request that cannot be understood is acknowledged as an error and changes nothing', async () => {
  const client = await open();
  client.subscribe([{ index: 1, type: 'weather' }]);
  client.subscribe([{ index: 1, type: 'calls' }, { index: 1, type: 'calls' }]);
  await expect.poll(() => client.acks.map(({ status }) => status)).toEqual(['error', 'error']);
  expect(client.messages).toEqual([]);
});

test('a socket opens with a token of this bridge only', async () => {
  const { headers } = await emulatedBridge(emulator, 'cbcms2').request('POST', 'authTokens');
  for (const token of ['', 'x', headers.get('x-cisco-cms-auth-token')]) {
    const socket = new WebSocket(`${bridge.url.replace('http:', 'ws:')}/events/v1?authToken=${token}`);
    await expect(new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))).rejects.toThrow('401');
  }
});
