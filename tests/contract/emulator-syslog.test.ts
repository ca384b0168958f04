import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { manualClock } from '@/server/emulator/clock';
import { startEmulator } from '@/server/emulator/emulator';
import type { Emulator } from '@/server/emulator/emulator';
import { addPerson, askControl, emulatedBridge } from '../support/emulated-bridge';
import type { EmulatedBridge } from '../support/emulated-bridge';
import { eventually } from '../support/eventually';
import { freePort } from '../support/free-port';
import { startSyslogServer } from '../support/syslog-server';
import type { SyslogServer } from '../support/syslog-server';

const clock = manualClock(Date.UTC(2026, 0, 5, 10, 31, 7, 601));
const servers: SyslogServer[] = [];
let emulator: Emulator;
let bridge: EmulatedBridge;

beforeAll(async () => {
  emulator = await startEmulator({ basePort: 0, scenario: 'empty', clock, tempo: { mediaDelayMs: 0, dialDelayMs: 0 } });
  bridge = emulatedBridge(emulator, 'cbcms1');
});
afterAll(() => emulator.close());
afterEach(async () => {
  await askControl(emulator, 'PUT', '/syslog', { destination: null });
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function listening(transport: SyslogServer['transport'], node?: string): Promise<SyslogServer> {
  const server = await startSyslogServer(transport);
  servers.push(server);
  const { status } = await askControl(emulator, 'PUT', '/syslog', { node, destination: { transport, port: server.port } });
  expect(status).toBe(200);
  return server;
}

async function controlLog(node: string): Promise<{ text: string }[]> {
  return (await askControl(emulator, 'GET', `/log?node=${node}&after=0`)).body['lines'] as { text: string }[];
}

test.each(['udp', 'tcp', 'tls'] as const)('over %s a server gets what a node logs from then on, in its order and in the product\'s form', async (transport) => {
  const server = await listening(transport, 'cbcms1');
  const count = (await controlLog('cbcms1')).length;
  await bridge.request('PUT', 'calls/none', 'locked=true');
  await bridge.request('POST', 'calls/none/participants', 'movedParticipant=nobody');
  const expected = (await controlLog('cbcms1')).slice(count).map(({ text }) => `host:server:  INFO : ${text}`);
  expect(expected.length).toBeGreaterThan(5);
  await eventually(() => expect(server.lines.map(({ text }) => text)).toEqual(expected));
  expect(server.lines[0]).toMatchObject({ priority: 14, level: 'user.info', time: 'Jan  5 10:31:07.601', node: 'cbcms1' });
});

test('one server can have the lines of every node, web bridges among them', async () => {
  const server = await listening('tcp');
  const { participant } = await addPerson(emulator, { kind: 'web-app', name: 'Ana', numericId: '1001', callBridge: 'cbcms2' });
  await askControl(emulator, 'DELETE', `/people/${participant}`);
  await eventually(() => {
    const texts = server.lines.map(({ node, level, text }) => `${node} ${level} ${text}`);
    expect(texts).toContainEqual(expect.stringMatching(/^cbcms2 user\.info host:server: {2}INFO : participant "guest\d+" left space/));
    expect(texts).toContainEqual(expect.stringMatching(/^wbcms\d local0\.info client_backend: INFO : WebApp Audit : Session: \S+ : Participant Ana performed action of join call$/));
    expect(texts).toContainEqual(expect.stringMatching(/^wbcms\d local0\.info client_backend: INFO : WebSocket : Got authenticated JWT for guest\d+ callbridge \S+ call \S+ participant \S+ tracing 0$/));
    expect(texts).toContainEqual(expect.stringMatching(/^wbcms\d local7\.info wb3_frontend: \[Join call:\d+\] .* status 200 "POST \/api\/join HTTP\/1\.1"/));
  });
});

test('a server that comes late, or again, gets what was logged in the meantime', async () => {
  const first = await startSyslogServer('tcp', await freePort());
  await first.close();
  await askControl(emulator, 'PUT', '/syslog', { node: 'cbcms1', destination: { transport: 'tcp', port: first.port } });
  await bridge.request('DELETE', 'calls/early');
  const server = await startSyslogServer('tcp', first.port);
  servers.push(server);
  await eventually(() => {
    clock.advance(10_000);
    expect(server.lines.map(({ text }) => text).join('\n')).toContain('DELETE for "/api/v1/calls/early"');
  });
});

test('a server that nobody has started stops nothing', async () => {
  await askControl(emulator, 'PUT', '/syslog', { destination: { transport: 'tls', port: 9 } });
  expect((await bridge.request('GET', 'calls')).status).toBe(200);
  const { body } = await askControl(emulator, 'GET', '/syslog');
  expect(body['nodes']).toContainEqual({ node: 'cbcms1', destination: { transport: 'tls', host: '127.0.0.1', port: 9 }, lost: 0 });
});

test('a node that is not there, another machine and a port that is none are refused', async () => {
  const ask = async (body: unknown) => (await askControl(emulator, 'PUT', '/syslog', body)).status;
  const destination = { transport: 'udp', port: 514 };
  expect(await ask({ node: 'nobody', destination })).toBe(404);
  expect(await ask({ destination: { ...destination, host: '192.0.2.1' } })).toBe(422);
  expect(await ask({ destination: { ...destination, port: 0 } })).toBe(422);
});

test('the API trace of a node shows what changes something, everything, or nothing, as the control port says', async () => {
  const traced = async (): Promise<string[]> => {
    const count = (await controlLog('cbcms3')).length;
    const third = emulatedBridge(emulator, 'cbcms3');
    await third.get('system/load');
    await third.request('DELETE', 'calls/none');
    return (await controlLog('cbcms3')).slice(count).map(({ text }) => text.replace(/^API trace \d+: /, ''));
  };
  const remove = ['DELETE for "/api/v1/calls/none" (from 127.0.0.1)', expect.stringMatching(/^sending 400 response, size \d+$/), expect.stringContaining('<callDoesNotExist />')];
  expect(await traced()).toEqual(remove);
  await askControl(emulator, 'PUT', '/call-bridges/cbcms3', { apiTrace: 'all' });
  expect(await traced()).toEqual([
    'GET for "/api/v1/system/load" (from 127.0.0.1)',
    expect.stringMatching(/^sending 200 response, size \d+$/),
    expect.stringContaining('<load><mediaProcessingLoad>'),
    ...remove,
  ]);
  await askControl(emulator, 'PUT', '/call-bridges/cbcms3', { apiTrace: 'off' });
  expect(await traced()).toEqual([]);
});
