import { once } from 'node:events';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCluster } from '@/server/emulator/create-cluster';
import { startEmulator } from '@/server/emulator/emulator';
import type { Emulator } from '@/server/emulator/emulator';
import { PortTakenError } from '@/server/emulator/listener';
import { manualClock } from '@/server/emulator/clock';
import { addPerson, askControl, emulatedBridge, valueOf, worldOf } from '../support/emulated-bridge';
import { freeBasePort } from '../support/free-port';

let emulator: Emulator;
let basePort: number;
beforeAll(async () => {
  basePort = await freeBasePort();
  emulator = await startEmulator({ basePort, scenario: 'empty', instance: 'me', build: 'now' });
});
afterAll(() => emulator.close());

test('the control port says what the emulator is, and where its nodes are', async () => {
  const { body } = await askControl(emulator, 'GET', '/');
  expect(body).toMatchObject({ instance: 'me', build: 'now', scenario: 'empty', basePort, account: { user: 'api', password: 'emulator' } });
  expect(body['authority']).toBe(emulator.authorityPem);
  expect(emulator.nodes.map(({ kind, name, cluster, version }) => `${kind} ${name} ${cluster} ${version}`)).toEqual([
    'call-bridge cbcms1 webapp.com 3.9',
    'call-bridge cbcms2 webapp.com 3.9',
    'call-bridge cbcms3 webapp.com 3.9',
    'web-bridge wbcms1 webapp.com 3.9',
    'web-bridge wbcms2 webapp.com 3.9',
    'call-bridge cblegacy1 legacy.example 3.1',
    'web-bridge wblegacy1 legacy.example 3.1',
  ]);
});

describe('people', () => {
  test.each(['web-app', 'sip', 'microsoft'])('a %s person comes where the caller wants and leaves again', async (kind) => {
    const { participant, callBridge } = await addPerson(emulator, { kind, name: 'Żaneta 山田', numericId: '1001', callBridge: 'cbcms3' });
    expect(callBridge).toBe('cbcms3');
    expect(valueOf(await emulatedBridge(emulator, 'cbcms3').get(`participants/${participant}`), 'state')).toBe('connected');
    expect((await askControl(emulator, 'DELETE', `/people/${participant}`)).status).toBe(200);
    await expect.poll(async () => (await worldOf(emulator)).callBridges.flatMap(({ calls }) => calls)).toEqual([]);
  });

  test('a space is found by its name, in the cluster that is meant', async () => {
    const body = { kind: 'sip', name: 'Room', space: 'Space 2', cluster: 'legacy.example' };
    const added = await askControl(emulator, 'POST', '/people', body);
    expect(added).toMatchObject({ status: 201, body: { callBridge: 'cblegacy1' } });
    await askControl(emulator, 'DELETE', `/people/${added.body['participant']}`);
  });
});

test('a guest without a browser waits for an activator if that is wanted, whatever their way in says', async () => {
  const guest = await addPerson(emulator, { kind: 'web-app', name: 'Waits', numericId: '1001', callBridge: 'cbcms1', needsActivation: true });
  const host = await addPerson(emulator, { kind: 'web-app', name: 'Hosts', numericId: '1008', callBridge: 'cbcms1', needsActivation: false });
  const bridge = emulatedBridge(emulator, 'cbcms1');
  const isDeactivated = async (leg: string) => valueOf(await bridge.get(`callLegs/${leg}`), 'deactivated');
  expect([await isDeactivated(guest.participant), await isDeactivated(host.participant)]).toEqual(['true', 'false']);
  for (const { participant } of [guest, host]) await askControl(emulator, 'DELETE', `/people/${participant}`);
});

test('a recorder that comes has the meeting recorded for as long as it stays', async () => {
  const { participant } = await addPerson(emulator, { kind: 'sip', name: 'Room', numericId: '1001', callBridge: 'cbcms1' });
  expect(await askControl(emulator, 'POST', '/people', { kind: 'recorder', name: 'Recorder', numericId: '1002' })).toMatchObject({ status: 404, body: { code: 'no-such-meeting' } });
  const recorder = await addPerson(emulator, { kind: 'recorder', name: 'Recorder', numericId: '1001' });
  expect(await addPerson(emulator, { kind: 'recorder', name: 'Another', numericId: '1001' })).toEqual(recorder);
  const bridge = emulatedBridge(emulator, 'cbcms1');
  const call = valueOf(await bridge.get(`participants/${participant}`), 'call');
  await expect.poll(async () => valueOf(await bridge.get(`calls/${call}`), 'recordingStatus')).toBe('true');
  await askControl(emulator, 'DELETE', `/people/${recorder.participant}`);
  await expect.poll(async () => valueOf(await bridge.get(`calls/${call}`), 'recording')).toBe('false');
  await askControl(emulator, 'DELETE', `/people/${participant}`);
});

test('nobody comes to a bridge that is down, and when it is back on its old ports everything is as before', async () => {
  const room = { kind: 'sip', name: 'Room', numericId: '1001', callBridge: 'cbcms2' };
  const { participant } = await addPerson(emulator, room);
  await askControl(emulator, 'PUT', '/call-bridges/cbcms2', { down: true });
  expect(await askControl(emulator, 'POST', '/people', room)).toMatchObject({ status: 409, body: { code: 'call-bridge-down' } });
  await expect(emulatedBridge(emulator, 'cbcms2').get('calls')).rejects.toThrow('fetch failed');
  const guest = await addPerson(emulator, { kind: 'web-app', name: 'Guest', numericId: '1001' });
  expect(guest.callBridge).not.toBe('cbcms2');
  await askControl(emulator, 'DELETE', `/people/${guest.participant}`);
  await askControl(emulator, 'PUT', '/call-bridges/cbcms2', { down: false });
  expect(await emulatedBridge(emulator, 'cbcms2').get(`participants/${participant}`)).toContain('<state>connected</state>');
  await askControl(emulator, 'DELETE', `/people/${participant}`);
});

describe('what cannot be understood', () => {
  test.each([
    ['POST', '/people', { kind: 'sip', name: 'x' }, 422, 'invalid'],
    ['POST', '/people', { kind: 'ghost', name: 'x', numericId: '1001' }, 422, 'invalid'],
    ['POST', '/people', { kind: 'sip', name: 'x', numericId: '1001', colour: 'red' }, 422, 'invalid'],
    ['POST', '/people', { kind: 'sip', name: 'x', numericId: '9999' }, 404, 'no-such-meeting'],
    ['POST', '/people', { kind: 'sip', name: 'x', space: 'Nowhere' }, 404, 'no-such-meeting'],
    ['POST', '/people', { kind: 'sip', name: 'x', numericId: '1001', cluster: 'none' }, 404, 'no-such-cluster'],
    ['POST', '/people', { kind: 'sip', name: 'x', numericId: '1001', callBridge: 'none' }, 404, 'no-such-call-bridge'],
    ['POST', '/people', { kind: 'web-app', name: 'x', numericId: '2004' }, 409, 'join-failed'],
    ['POST', '/people', { kind: 'meeting-app', name: 'x', numericId: '1001' }, 409, 'kind-ended'],
    ['PUT', '/call-bridges/none', { load: 1 }, 404, 'not-found'],
    ['PUT', '/call-bridges/cbcms1', { load: 101 }, 422, 'invalid'],
    ['PUT', '/clock', { mediaDelayMs: -1 }, 422, 'invalid'],
    ['DELETE', '/people/none', undefined, 404, 'not-found'],
    ['GET', '/log?node=none', undefined, 404, 'not-found'],
    ['GET', '/log?node=cbcms1&after=x', undefined, 422, 'invalid'],
    ['GET', '/nonsense', undefined, 404, 'not-found'],
  ])('%s %s %j is %i %s', async (method, path, body, status, code) => {
    expect(await askControl(emulator, method, path, body)).toMatchObject({ status, body: { code } });
  });

  test('broken JSON and too much of it are refused', async () => {
    const post = async (body: string) => (await fetch(`${emulator.control}/people`, { method: 'POST', body })).status;
    expect(await post('{')).toBe(400);
    expect(await post(`"${'x'.repeat(70_000)}"`)).toBe(413);
  });

  test('a page in a browser, or a name that is not this machine, may not use the port', async () => {
    const ask = (headers: Record<string, string>) =>
      new Promise((resolve, reject) => {
        request(emulator.control, { headers }, (response) => resolve(response.resume().statusCode)).on('error', reject).end();
      });
    expect(await ask({ origin: 'https://evil.example' })).toBe(403);
    expect(await ask({ host: 'evil.example' })).toBe(403);
    expect(await ask({})).toBe(200);
  });
});

test('a port that is taken is named, and nothing stays behind', async () => {
  const basePort = await freeBasePort();
  const squatter = createServer().listen(basePort + 52, '127.0.0.1');
  await once(squatter, 'listening');
  const start = () => startEmulator({ basePort, scenario: 'empty' });
  const failed = await start().catch((cause: unknown) => cause);
  expect(failed).toBeInstanceOf(PortTakenError);
  expect(failed).toMatchObject({ code: 'port-taken', port: basePort + 52 });
  await new Promise((closed) => squatter.close(closed));
  const started = await start();
  expect(started.nodes.map(({ http }) => Number(new URL(http).port) - basePort)).toEqual([51, 52, 53, 31, 32, 54, 33]);
  await started.close();
});

test('an emulator that lives by leases ends a minute after the last of them, not before', async () => {
  const clock = manualClock();
  let ended = 0;
  const options = { basePort: 0, scenario: 'empty', clusters: [], clock };
  const leased = await startEmulator({ ...options, endsWithLeases: true, onEnd: () => (ended += 1) });
  clock.advance(59_000);
  const lease = request(`${leased.control}/lease`).end();
  await new Promise((held) => lease.once('response', held));
  clock.advance(600_000);
  expect(ended).toBe(0);
  lease.destroy();
  const aMinuteLater = () => {
    clock.advance(60_000);
    return ended;
  };
  // The minute begins when the emulator has seen the connection go.
  await expect.poll(aMinuteLater).toBe(1);
});

test('POST /stop is answered before the emulator ends', async () => {
  const ended = new Promise<number>((resolve) => {
    void startEmulator({ basePort: 0, scenario: 'empty', clusters: [], onEnd: () => resolve(1) }).then(async (stopping) => {
      expect((await askControl(stopping, 'POST', '/stop')).body).toEqual({ stopping: true });
      await expect.poll(() => fetch(stopping.control).then(() => 'up', () => 'down')).toBe('down');
    });
  });
  expect(await ended).toBe(1);
});

test('several emulators run side by side in one process, each with a time and people of its own', async () => {
  const definition = { callBridges: [{ name: 'cb1', version: '2.9' }], webBridges: [], spaces: [{ name: 'Only', numericId: '7' }] };
  const [one, other] = await Promise.all([createCluster(definition), createCluster(definition)]);
  one.clock.advance(60_000);
  await addPerson(one, { kind: 'sip', name: 'R', numericId: '7' });
  const seen = await Promise.all([one, other].map((cluster) => emulatedBridge(cluster, 'cb1').get('system/status')));
  expect(seen.map((status) => [valueOf(status, 'uptimeSeconds'), valueOf(status, 'callLegsActive')])).toEqual([['60', '1'], ['0', '0']]);
  await Promise.all([one, other].map((cluster) => cluster.close()));
});

test('the demo has live meetings on both clusters, some of them on several bridges, and ends at once', async () => {
  const demo = await startEmulator({ basePort: 0, scenario: 'demo', seed: 'demo' });
  const { callBridges } = await worldOf(demo);
  const meetings = (cluster: string) => new Set(callBridges.filter((one) => one.cluster === cluster).flatMap(({ calls }) => calls.map(({ correlator }) => correlator)));
  expect(meetings('webapp.com').size).toBe(6);
  expect(meetings('legacy.example').size).toBe(2);
  const people = callBridges.flatMap(({ calls }) => calls.flatMap(({ participants }) => participants));
  expect(people.length).toBeGreaterThan(30);
  expect(new Set(people.map(({ kind }) => kind))).toEqual(new Set(['web-app', 'sip', 'microsoft', 'recorder']));
  const space8 = callBridges.flatMap(({ calls }) => calls.filter(({ name }) => name === 'Space 8').flatMap(({ participants }) => participants));
  expect(space8.map(({ activation }) => activation)).toEqual(['waiting', 'waiting']);
  expect(people.filter(({ kind, state }) => kind !== 'recorder' && state !== 'connected')).toEqual([]);
  await demo.close();
});
