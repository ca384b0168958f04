import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCluster } from '@/server/emulator/create-cluster';
import type { TestCluster } from '@/server/emulator/create-cluster';
import { joinHeadless } from '@/server/emulator/web-app/headless/join-headless';
import { startCdrReceiver } from '../support/cdr-receiver';
import type { CdrReceiver } from '../support/cdr-receiver';
import { addPerson, askControl, emulatedBridge, EventsClient, valueOf, worldOf } from '../support/emulated-bridge';
import { eventually } from '../support/eventually';
import { startSyslogServer } from '../support/syslog-server';
import type { SyslogServer } from '../support/syslog-server';

const names = ['cbcms1', 'cbcms2', 'cbcms3'] as const;
let emulator: TestCluster;
let syslog: SyslogServer;
const receivers = new Map<string, CdrReceiver>();
const clients: EventsClient[] = [];

beforeAll(async () => {
  emulator = await createCluster({ callBridges: names.map((name) => ({ name, version: '3.9' })), webBridges: ['wbcms1'] });
  syslog = await startSyslogServer('tcp');
  await askControl(emulator, 'PUT', '/syslog', { destination: { transport: 'tcp', port: syslog.port } });
  for (const name of names) {
    const receiver = await startCdrReceiver();
    receivers.set(name, receiver);
    await emulatedBridge(emulator, name).request('POST', 'system/cdrReceivers', `uri=${encodeURIComponent(receiver.uri)}`);
  }
});
afterAll(async () => {
  for (const client of clients) client.socket.terminate();
  await emulator.close();
  await Promise.all([syslog.close(), ...[...receivers.values()].map((receiver) => receiver.close())]);
});

/** The next newcomer goes to this bridge, because the others say that they are busy. */
async function makeLeastLoaded(name: string): Promise<void> {
  for (const other of names) await askControl(emulator, 'PUT', `/call-bridges/${other}`, { load: other === name ? 0 : 60 });
}

async function rosterOf(name: string, call: string): Promise<EventsClient> {
  const client = await EventsClient.open(emulatedBridge(emulator, name));
  clients.push(client);
  client.subscribe([{ index: 1, type: 'callRoster', call, elements: ['name', 'state', 'movedParticipant', 'movedParticipantCallBridge'] }]);
  await eventually(() => expect(client.updates(1).length).toBeGreaterThan(0));
  return client;
}

test('a CDR receiver, an events subscriber and a syslog server tell one story of a guest\'s move between three bridges', async () => {
  await makeLeastLoaded('cbcms1');
  const webBridgeUrl = emulator.nodes.find(({ name }) => name === 'wbcms1')?.http ?? '';
  const guest = await joinHeadless({ webBridgeUrl, numericId: '1001', name: 'Ana Web' });
  const self = () => guest.state.people.find((person) => person.self)?.id;
  await eventually(() => expect(self()).toBeDefined());
  const old = self() ?? '';
  await addPerson(emulator, { kind: 'sip', name: 'Stays', numericId: '1001', callBridge: 'cbcms1' });
  const room = await addPerson(emulator, { kind: 'sip', name: 'Room', numericId: '1002', callBridge: 'cbcms2' });
  const source = valueOf(await emulatedBridge(emulator, 'cbcms1').get(`participants/${old}`), 'call') ?? '';
  const target = valueOf(await emulatedBridge(emulator, 'cbcms2').get(`participants/${room.participant}`), 'call') ?? '';
  const [leaving, arriving] = [await rosterOf('cbcms1', source), await rosterOf('cbcms2', target)];
  await makeLeastLoaded('cbcms3');
  emulator.clock.advance(512_000);

  const { created } = await emulatedBridge(emulator, 'cbcms2').request('POST', `calls/${target}/participants`, `movedParticipant=${old}&needsActivation=false`);
  await eventually(() => expect(self()).toBe(created));

  const world = await worldOf(emulator);
  const [a, b, c] = world.callBridges;
  const here = c?.calls[0];
  const inRecords = (name: string) => (receivers.get(name)?.records ?? []).filter(({ subject }) => subject === old || subject === created);
  await eventually(() => expect([inRecords('cbcms1').length, inRecords('cbcms3').length]).toEqual([3, 2]));
  const [, , end] = inRecords('cbcms1');
  const [start, update] = inRecords('cbcms3');
  expect(inRecords('cbcms2')).toEqual([]);
  expect([start, update, end].map((record) => [record?.type, record?.subject, record?.time, record?.callBridge])).toEqual([
    ['callLegStart', created, '2026-01-15T10:08:32Z', c?.id],
    ['callLegUpdate', created, '2026-01-15T10:08:32Z', c?.id],
    ['callLegEnd', old, '2026-01-15T10:08:32Z', a?.id],
  ]);
  const values = (text: string | undefined, ...elements: string[]) => elements.map((name) => valueOf(text ?? '', name));
  expect(values(start?.text, 'movedCallLeg', 'movedCallLegCallBridge', 'groupId', 'call', 'displayName', 'type', 'subType', 'guestConnection')).toEqual([
    old, a?.id, created, here?.id, 'Ana Web', 'acano', 'webApp', 'true',
  ]);
  expect(values(update?.text, 'state', 'call', 'canMove')).toEqual(['connected', here?.id, 'true']);
  expect(values(end?.text, 'reason', 'remoteTeardown', 'durationSeconds')).toEqual(['callMoved', 'false', '512']);
  const started = receivers.get('cbcms3')?.of('callStart').at(-1);
  expect(values(started?.text, 'callCorrelator')).toEqual([b?.calls.find(({ id }) => id === target)?.correlator]);

  await eventually(() => expect(leaving.updates(1).at(-1)).toEqual({ participant: old, updateType: 'remove', reason: 'callMoved' }));
  const newcomer = () => arriving.updates(1).filter(({ participant }) => participant === created);
  await eventually(() => expect(newcomer().at(-1)).toMatchObject({ state: 'connected' }));
  expect(newcomer()[0]).toMatchObject({ updateType: 'add', state: 'initial', movedParticipant: old, movedParticipantCallBridge: a?.id });

  const account = c?.guests[0]?.user;
  const said = (node: string, ...parts: (string | undefined)[]) =>
    eventually(() => {
      const found = syslog.lines.find((line) => line.node === node && parts.every((part) => line.text.includes(part ?? '?')));
      expect(found?.time, parts.join(' ')).toBe('Jan 15 10:08:32.000');
    });
  await said('cbcms3', `participant "${account}" (${created}) joined conference`);
  await said('cbcms2', `move participant operation: moving WC3 participant ${old}`, `to call ${target}`);
  await said('cbcms2', `replace query for conference ${here?.correlator}: using remote server 'cbcms3'`);
  await said('cbcms2', `created new participant ${created}, call ${target}`);
  await said('cbcms3', `created guest account with user ID "${account}"`);
  await said('cbcms3', `API call leg ${created} in call`, `(API call ${here?.id})`);
  await said('wbcms1', `Got authenticated JWT for ${account} callbridge ${c?.id} call ${here?.id} participant ${created}`);
  await said('cbcms1', `destroying API call leg ${old}`);
  guest.leave();
});
