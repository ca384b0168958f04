import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { manualClock } from '@/server/emulator/clock';
import { startEmulator } from '@/server/emulator/emulator';
import type { Emulator } from '@/server/emulator/emulator';
import { startCdrReceiver } from '../support/cdr-receiver';
import type { CdrReceiver } from '../support/cdr-receiver';
import { addPerson, askControl, emulatedBridge, idsOf, valueOf } from '../support/emulated-bridge';
import type { EmulatedBridge } from '../support/emulated-bridge';
import { eventually } from '../support/eventually';

const clock = manualClock();
const declaration = '<?xml version="1.0"?>';
const receivers: CdrReceiver[] = [];
let emulator: Emulator;
let bridge: EmulatedBridge;

beforeAll(async () => {
  emulator = await startEmulator({ basePort: 0, scenario: 'empty', clock, tempo: { mediaDelayMs: 0, dialDelayMs: 0 } });
  bridge = emulatedBridge(emulator, 'cbcms1');
});
afterAll(() => emulator.close());
afterEach(async () => {
  for (const id of idsOf(await bridge.get('calls'), 'call')) await bridge.request('DELETE', `calls/${id}`);
  for (const id of idsOf(await bridge.get('system/cdrReceivers'), 'cdrReceiver')) await bridge.request('DELETE', `system/cdrReceivers/${id}`);
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
});

/** Starts a receiver and registers it at the bridge. */
async function registered(options: Parameters<typeof startCdrReceiver>[0] = {}): Promise<CdrReceiver & { id: string }> {
  const receiver = await startCdrReceiver(options);
  receivers.push(receiver);
  const { created } = await bridge.request('POST', 'system/cdrReceivers', `uri=${encodeURIComponent(receiver.uri)}`);
  return Object.assign(receiver, { id: created });
}

/** What the bridge logs from now on. */
async function followLog(): Promise<() => Promise<string>> {
  const read = async (after: number) => (await askControl(emulator, 'GET', `/log?node=cbcms1&after=${after}`)).body['lines'] as { number: number; text: string }[];
  const last = (await read(0)).at(-1)?.number ?? 0;
  return async () => (await read(last)).map(({ text }) => text).join('\n');
}

const startCall = async (name: string): Promise<string> => (await bridge.request('POST', 'calls', `name=${name}`)).created;
const nextIndex = async (): Promise<number> => Number(valueOf(await bridge.get('system/status'), 'cdrCorrelatorIndex'));
const alarms = (): Promise<string> => bridge.get('system/alarms');

describe('the list of receivers', () => {
  test('takes a receiver by url or by uri and shows it by uri, with how many there may be', async () => {
    const byUrl = await bridge.request('POST', 'system/cdrReceivers', 'url=http://127.0.0.1:9/a?b=1');
    expect(byUrl.headers.get('location')).toBe(`/api/v1/system/cdrReceivers/${byUrl.created}`);
    const byUri = await bridge.request('POST', 'system/cdrReceivers', 'uri=http://127.0.0.1:9/c');
    expect(await bridge.get('system/cdrReceivers')).toBe(
      `${declaration}<cdrReceivers total="2" maximum="4"><cdrReceiver id="${byUrl.created}"><uri>http://127.0.0.1:9/a?b=1</uri></cdrReceiver>` +
        `<cdrReceiver id="${byUri.created}"><uri>http://127.0.0.1:9/c</uri></cdrReceiver></cdrReceivers>`,
    );
    expect(await bridge.get(`system/cdrReceivers/${byUri.created}`)).toBe(
      `${declaration}<cdrReceiver id="${byUri.created}"><uri>http://127.0.0.1:9/c</uri></cdrReceiver>`,
    );
  });

  test('is the bridge\'s own: a peer has another one', async () => {
    await bridge.request('POST', 'system/cdrReceivers', 'url=http://127.0.0.1:9/');
    expect(await emulatedBridge(emulator, 'cbcms2').get('system/cdrReceivers')).toContain('total="0"');
  });

  test('holds four and refuses a fifth', async () => {
    const answers = [];
    for (let n = 0; n < 5; n += 1) answers.push(await bridge.request('POST', 'system/cdrReceivers', `url=http://127.0.0.1:9/${n}`));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 400]);
    expect(answers[4]?.text).toContain('<tooManyCdrReceivers />');
  });

  test('keeps a receiver whose url is emptied, and forgets one that is deleted', async () => {
    const { created } = await bridge.request('POST', 'system/cdrReceivers', 'url=http://127.0.0.1:9/');
    expect((await bridge.request('PUT', `system/cdrReceivers/${created}`, 'url=')).status).toBe(200);
    expect(await bridge.get(`system/cdrReceivers/${created}`)).toContain('<uri></uri>');
    expect((await bridge.request('DELETE', `system/cdrReceivers/${created}`)).status).toBe(200);
    for (const method of ['GET', 'PUT', 'DELETE']) {
      expect((await bridge.request(method, `system/cdrReceivers/${created}`, method === 'PUT' ? 'url=' : undefined)).text).toContain('<cdrReceiverDoesNotExist />');
    }
  });

  test('refuses an address that is no http or https one', async () => {
    for (const uri of ['ftp://127.0.0.1/', 'nonsense', 'http://']) {
      expect((await bridge.request('POST', 'system/cdrReceivers', `uri=${uri}`)).text, uri).toContain('<parameterError parameter="uri"');
    }
  });

  test('is reached by the node of old, which knew one receiver', async () => {
    expect(await bridge.get('system/cdrReceiver')).toBe(`${declaration}<cdrReceiver><uri></uri></cdrReceiver>`);
    await bridge.request('PUT', 'system/cdrReceiver', 'url=http://127.0.0.1:9/old');
    await bridge.request('POST', 'system/cdrReceiver', 'url=http://127.0.0.1:9/older');
    expect(await bridge.get('system/cdrReceiver')).toContain('<uri>http://127.0.0.1:9/older</uri>');
    expect(await bridge.get('system/cdrReceivers')).toContain('total="1"');
  });
});

describe('records', () => {
  test('of a call and its legs come in the order in which things happened, in posts over one connection', async () => {
    const receiver = await registered();
    const from = await nextIndex();
    const lastLines = await followLog();
    const { participant } = await addPerson(emulator, { kind: 'sip', name: 'Room <1>', numericId: '1001', callBridge: 'cbcms1' });
    await eventually(() => expect(receiver.records).toHaveLength(3));
    // Until the bridge has read the answer its patience with the receiver runs by the same clock.
    await eventually(async () => expect(await lastLines()).toContain('successfully connected to CDR receiver'));
    clock.advance(90_000);
    await bridge.request('DELETE', `participants/${participant}`);
    await eventually(() => expect(receiver.records).toHaveLength(5));

    expect(receiver.records.map(({ type }) => type)).toEqual(['callStart', 'callLegStart', 'callLegUpdate', 'callLegEnd', 'callEnd']);
    expect(receiver.records.map(({ recordIndex }) => recordIndex)).toEqual([1, 2, 3, 4, 5]);
    expect(receiver.records.map(({ correlatorIndex }) => correlatorIndex)).toEqual([0, 1, 2, 3, 4].map((n) => from + n));
    expect(await nextIndex()).toBe(from + 5);
    expect(receiver.posts).toHaveLength(2);
    expect(receiver.connections).toBe(1);
    const [start, legStart, legUpdate, legEnd, end] = receiver.records;
    const call = start?.subject ?? '';
    expect(start?.callBridge).toBe(idsOf(await bridge.get('callBridges?filter=cbcms1'), 'callBridge')[0]);
    expect(start?.text).toMatch(/^<call id="[^"]+"><name>Space 1<\/name><callType>coSpace<\/callType><coSpace>[^<]+<\/coSpace><callCorrelator>[^<]+<\/callCorrelator><\/call>$/);
    expect(legStart?.text).toContain('<displayName>Room &lt;1&gt;</displayName>');
    expect(legStart?.text).not.toContain('<call>');
    expect([valueOf(legUpdate?.text ?? '', 'state'), valueOf(legUpdate?.text ?? '', 'call')]).toEqual(['connected', call]);
    expect(['reason', 'durationSeconds', 'remoteTeardown'].map((name) => valueOf(legEnd?.text ?? '', name))).toEqual(['apiInitiatedTeardown', '90', 'false']);
    expect(['callLegsCompleted', 'callLegsMaxActive', 'durationSeconds'].map((name) => valueOf(end?.text ?? '', name))).toEqual(['1', '1', '90']);
  });

  test('of a recording and of a stream name where they go, call and leg, begin once the machine answers and end before its leg', async () => {
    const receiver = await registered();
    const [space] = idsOf(await bridge.get('coSpaces?filter=Space 2'), 'coSpace');
    await bridge.request('PUT', `coSpaces/${space}`, 'streamUrl=rtmp://cdn.example/live');
    await addPerson(emulator, { kind: 'sip', name: 'Room', numericId: '1002', callBridge: 'cbcms1' });
    const [call = ''] = idsOf(await bridge.get('calls'), 'call');
    for (const [task, machine] of [['recording', 'recorder'], ['streaming', 'streamer']] as const) {
      await bridge.request('PUT', `calls/${call}`, `${task}=true`);
      await eventually(() => {
        clock.advance(0);
        expect(receiver.of(`${task}Start`)).toHaveLength(1);
      });
      await bridge.request('PUT', `calls/${call}`, `${task}=false`);
      await eventually(() => expect(receiver.records.at(-1)?.type).toBe('callLegEnd'));
      const [legStart, legUpdate, start, end, legEnd] = receiver.records.slice(-5);
      expect([legStart, legUpdate, start, end, legEnd].map((record) => record?.type)).toEqual([
        'callLegStart', 'callLegUpdate', `${task}Start`, `${task}End`, 'callLegEnd',
      ]);
      expect(valueOf(legStart?.text ?? '', task)).toBe('true');
      const streamUrl = task === 'streaming' ? '<streamUrl>rtmp://cdn.example/live</streamUrl>' : '';
      expect(start?.text).toBe(
        `<${task} id="${start?.subject}">${streamUrl}<${machine}Uri>${machine}@webapp.com</${machine}Uri><call>${call}</call><callLeg>${legStart?.subject}</callLeg></${task}>`,
      );
      expect(end?.text).toBe(`<${task} id="${start?.subject}"></${task}>`);
    }
  });

  test('of a recorder that does not answer tell of its leg alone', async () => {
    const receiver = await registered();
    const profile = (await bridge.request('POST', 'callProfiles', 'sipRecorderUri=busy@recorders.example')).created;
    const [space] = idsOf(await bridge.get('coSpaces?filter=Space 3'), 'coSpace');
    await bridge.request('PUT', `coSpaces/${space}`, `callProfile=${profile}`);
    await addPerson(emulator, { kind: 'sip', name: 'Room', numericId: '1003', callBridge: 'cbcms1' });
    const [call = ''] = idsOf(await bridge.get('calls'), 'call');
    await bridge.request('PUT', `calls/${call}`, 'recording=true');
    await eventually(() => {
      clock.advance(0);
      expect(receiver.of('callLegEnd')).toHaveLength(1);
    });
    expect([...receiver.of('recordingStart'), ...receiver.of('recordingEnd')]).toEqual([]);
  });

  test('name the owner, the tenant and the tag of a space, and the owner id of a leg', async () => {
    const receiver = await registered();
    const tenant = (await bridge.request('POST', 'tenants', 'name=Sales')).created;
    const space = (await bridge.request('POST', 'coSpaces', `name=Owned&ownerJid=user1@webapp.com&tenant=${tenant}&cdrTag=cost 7`)).created;
    const call = (await bridge.request('POST', 'calls', `coSpace=${space}`)).created;
    await bridge.request('POST', `calls/${call}/callLegs`, 'remoteParty=room@rooms.example&ownerId=desk 4');
    await eventually(() => expect(receiver.of('callLegStart')).toHaveLength(1));
    const values = (text: string | undefined, ...names: string[]) => names.map((name) => valueOf(text ?? '', name));
    expect(values(receiver.of('callStart')[0]?.text, 'ownerName', 'tenant', 'cdrTag')).toEqual(['Ines Duarte', tenant, 'cost 7']);
    expect(values(receiver.of('callLegStart')[0]?.text, 'ownerId', 'cdrTag')).toEqual(['desk 4', null]);
  });

  test('are the same at four receivers, each with its own record indexes, over HTTP and over HTTPS with any certificate', async () => {
    const four = [await registered(), await registered({ secure: true })];
    await startCall('Before');
    await eventually(() => expect(four.map(({ records }) => records.length)).toEqual([1, 1]));
    four.push(await registered({ react: 200 }), await registered({ secure: true }));
    await startCall('After');
    await eventually(() => expect(four.map(({ records }) => records.length)).toEqual([2, 2, 1, 1]));
    const last = four.map(({ records }) => records.at(-1));
    expect(last.map((record) => record?.recordIndex)).toEqual([2, 2, 1, 1]);
    expect(new Set(last.map((record) => `${record?.session} ${record?.correlatorIndex} ${record?.time} ${record?.text}`)).size).toBe(1);
  });

  test('count on while nobody receives them', async () => {
    const from = await nextIndex();
    await startCall('Unheard');
    const receiver = await registered();
    await startCall('Heard');
    await eventually(() => expect(receiver.records).toHaveLength(1));
    expect(receiver.records[0]).toMatchObject({ recordIndex: 1, correlatorIndex: from + 1, missing: 0 });
  });

  test('stop when the url is emptied or the receiver deleted, and begin at 1 with another url', async () => {
    const [one, other] = [await registered(), await registered()];
    await bridge.request('PUT', `system/cdrReceivers/${one.id}`, 'url=');
    await startCall('A');
    await eventually(() => expect(other.records).toHaveLength(1));
    await bridge.request('DELETE', `system/cdrReceivers/${other.id}`);
    await bridge.request('PUT', `system/cdrReceivers/${one.id}`, `uri=${encodeURIComponent(one.uri)}`);
    await startCall('B');
    await eventually(() => expect(one.records.map(({ recordIndex, text }) => [recordIndex, valueOf(text, 'name')])).toEqual([[1, 'B']]));
    expect(other.records).toHaveLength(1);
  });
});

describe('a receiver in trouble', () => {
  test.each([500, 302, 'reset'] as const)('that answers with %s gets the same records again, after longer and longer waits, with an alarm meanwhile', async (trouble) => {
    const receiver = await registered({ react: trouble });
    await startCall('Again');
    await eventually(async () => expect(await alarms()).toContain('<type>cdrConnectionFailure</type>'));
    clock.advance(999);
    await startCall('And again');
    expect(receiver.posts).toHaveLength(1);
    clock.advance(1);
    await eventually(() => expect(receiver.posts).toHaveLength(2));
    expect(receiver.posts[1]).toBe(receiver.posts[0]);
    receiver.react = 200;
    await eventually(() => {
      clock.advance(1_000);
      expect(receiver.records.map(({ recordIndex, missing }) => [recordIndex, missing])).toEqual([[1, 0], [2, 0]]);
    });
    expect(await alarms()).not.toContain('cdrConnectionFailure');
  });

  test('that drops an idle connection when the next records are on their way gets them at once by another', async () => {
    const receiver = await registered();
    await startCall('First');
    await eventually(() => expect(receiver.records).toHaveLength(1));
    receiver.react = 'reset-once';
    await startCall('Second');
    await eventually(() => expect(receiver.records.map(({ recordIndex }) => recordIndex)).toEqual([1, 2]));
    expect(receiver.connections).toBe(2);
    expect(await alarms()).not.toContain('cdrConnectionFailure');
  });

  test('that hangs delays nobody else and is given up after ten seconds', async () => {
    const [hanging, other] = [await registered({ react: 'hang' }), await registered()];
    await startCall('Slow');
    await eventually(() => expect([hanging.posts.length, other.records.length]).toEqual([1, 1]));
    expect(await alarms()).not.toContain('cdrConnectionFailure');
    hanging.react = 200;
    clock.advance(10_000);
    await eventually(async () => expect(await alarms()).toContain('<type>cdrConnectionFailure</type><activeTimeSeconds>0</activeTimeSeconds><failureReason>connectFailure</failureReason>'));
    clock.advance(1_000);
    await eventually(() => expect(hanging.records).toMatchObject([{ recordIndex: 1, missing: 0 }]));
  });

  test('that is away for too long is told how many records it lost, and its own indexes have no gap', async () => {
    const receiver = await registered({ react: 503 });
    await startCall('Held');
    await eventually(() => expect(receiver.posts).toHaveLength(1));
    for (const name of ['First', 'Second']) {
      const call = await startCall(name);
      const dialled = `remoteParty=a&callBridge=${idsOf(await bridge.get('callBridges'), 'callBridge')[0]}`;
      await Promise.all(Array.from({ length: 300 }, () => bridge.request('POST', `calls/${call}/participants`, dialled)));
      await bridge.request('DELETE', `calls/${call}`);
    }
    receiver.react = 200;
    clock.advance(1_000);
    await eventually(async () => expect(receiver.records.at(-1)?.correlatorIndex).toBe((await nextIndex()) - 1));
    expect(receiver.records.map(({ recordIndex }) => recordIndex)).toEqual(receiver.records.map((_, n) => n + 1));
    const [first, second, third] = receiver.records;
    expect([first?.missing, third?.missing]).toEqual([0, 0]);
    expect(second?.missing).toBe((second?.correlatorIndex ?? 0) - (first?.correlatorIndex ?? 0) - 1);
    expect(second?.missing).toBeGreaterThan(0);
  });
});
