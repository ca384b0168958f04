import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCluster } from '@/server/emulator/create-cluster';
import type { TestCluster } from '@/server/emulator/create-cluster';
import { addPerson, emulatedBridge, EventsClient } from '../support/emulated-bridge';
import type { EmulatedBridge } from '../support/emulated-bridge';
import { eventually } from '../support/eventually';
import { frame, opcode, openRawWebSocket } from '../support/raw-web-socket';
import type { RawWebSocket } from '../support/raw-web-socket';

let cluster: TestCluster;
let bridge: EmulatedBridge;
let other: EventsClient;
let people = 0;

beforeAll(async () => {
  cluster = await createCluster();
  bridge = emulatedBridge(cluster, 'cb1');
  await addPerson(cluster, { kind: 'sip', name: 'Room', numericId: '1001', callBridge: 'cb1' });
  other = await EventsClient.open(bridge);
  other.subscribe([{ index: 1, type: 'calls', elements: ['participants'] }]);
  await eventually(() => expect(other.updates(1)).toHaveLength(1));
});
afterAll(async () => {
  other.socket.terminate();
  await cluster.close();
});

async function openRaw(): Promise<RawWebSocket> {
  const { headers } = await bridge.request('POST', 'authTokens');
  return openRawWebSocket(bridge.url, `/events/v1?authToken=${headers.get('x-cisco-cms-auth-token')}`);
}

/** Whoever else has subscribed notices nothing: the next change still arrives. */
async function expectOtherUnaffected(): Promise<void> {
  people += 1;
  await addPerson(cluster, { kind: 'sip', name: `Room ${people}`, numericId: '1001', callBridge: 'cb1' });
  await expect.poll(() => other.updates(1).at(-1)).toMatchObject({ participants: 1 + people });
}

const request = (subscriptions: string): string => `{"type":"message","message":{"messageId":1,"type":"subscribeRequest","subscriptions":${subscriptions}}}`;
const subscription = '[{"index":1,"type":"calls"}]';

test.each([
  ['binary data', [frame(opcode.binary, request('[]'))], 1007],
  ['text that is no UTF-8', [frame(opcode.text, Buffer.from([0xc3, 0x28]))], 1007],
  ['a frame of more than 1 MB', [frame(opcode.text, 'x'.repeat(1_100_000))], 1009],
  ['fragments without an end', [frame(opcode.text, 'x', false), ...Array.from({ length: 20_000 }, () => frame(opcode.continuation, 'x', false))], 1008],
  ['fragments of more than 1 MB altogether', [frame(opcode.text, 'x', false), ...Array.from({ length: 20 }, () => frame(opcode.continuation, 'x'.repeat(60_000), false))], 1009],
  ['a frame without a mask', [Buffer.from([0x81, 0x01, 0x78])], 1002],
  ['subscriptions on and on, without an ack', Array.from({ length: 2_000 }, () => frame(opcode.text, request(subscription))), 1008],
])('a subscriber that sends %s is let go, and nobody else', async (_what, frames, code) => {
  const raw = await openRaw();
  raw.send(...frames);
  expect(await raw.closeCode()).toBe(code);
  await expectOtherUnaffected();
  raw.socket.destroy();
});

test('subscriptions of 100,000 levels, or for 100,000 elements, are taken as what they are', async () => {
  const client = await EventsClient.open(bridge);
  client.say(request('['.repeat(100_000) + ']'.repeat(100_000)));
  const elements = ['participants', ...Array.from({ length: 100_000 }, (_, n) => `e${n}`)];
  client.subscribe([{ index: 1, type: 'calls', elements }]);
  await expect.poll(() => client.updates(1)).toHaveLength(1);
  expect(client.acks.map(({ status }) => status)).toEqual(['error', 'success']);
  expect(Object.keys(client.updates(1)[0] ?? {})).toEqual(['call', 'updateType', 'participants']);
  client.socket.terminate();
});

test('a subscriber that asks and never reads is cut off before its answers fill the memory', async () => {
  const raw = await openRaw();
  raw.socket.pause();
  const unknown = Array.from({ length: 15_000 }, (_, index) => ({ index, type: 'callInfo', call: 'x' }));
  const question = frame(opcode.text, request(JSON.stringify(unknown)));
  for (let sent = 0; sent < 60 && !raw.socket.destroyed; sent += 1) {
    await new Promise((resolve) => raw.socket.write(question, resolve));
  }
  expect(raw.socket.destroyed).toBe(true);
  await expectOtherUnaffected();
});

test('a subscriber that never acknowledges is told no more, however much happens, and then the sum of it', async () => {
  const client = await EventsClient.open(bridge);
  client.acknowledges = false;
  client.subscribe([{ index: 1, type: 'calls', elements: ['name'] }]);
  await expect.poll(() => client.updates(1)).toHaveLength(1);
  const calls = [];
  for (let n = 0; n < 100; n += 1) calls.push((await bridge.request('POST', 'calls', `name=Call ${n}`)).created);
  await expect.poll(() => client.messages).toHaveLength(64);
  for (const call of calls) await bridge.request('DELETE', `calls/${call}`);
  expect(client.messages).toHaveLength(64);
  client.acknowledges = true;
  for (let id = 1; id <= 64; id += 1) client.acknowledge(id);
  const seen = client.updates(1).filter(({ updateType }) => updateType === 'add').length - 1;
  await expect.poll(() => client.updates(1).filter(({ updateType }) => updateType === 'remove')).toHaveLength(seen);
  client.socket.terminate();
});
