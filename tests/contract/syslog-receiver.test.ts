import { createSocket } from 'node:dgram';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { exampleBridge } from '@/lib/meeting/examples';
import { systemClock } from '@/server/bridge-client/clock';
import { SyslogIntake } from '@/server/feeds/syslog/syslog-intake';
import { SyslogReceiver } from '@/server/feeds/syslog/syslog-receiver';
import { ToldInventory } from '@/server/inventory/told-inventory';
import { Journal } from '@/server/journal/journal';
import { bridgeKey } from '@/server/journal/keys';
import { startEmulator, type Emulator } from '@/server/emulator/emulator';
import { askControl, emulatedBridge } from '../support/emulated-bridge';
import { freePort } from '../support/free-port';
import { makeTestCertificate } from '../support/test-certificate';

const patience = { timeout: 20_000, interval: 20 };
let emulator: Emulator;
let tls: { certFile: string; keyFile: string };
let dir: string;
let inventory: ToldInventory;
let journal: Journal;
let receiver: SyslogReceiver;

beforeAll(async () => {
  emulator = await startEmulator({ basePort: 0, scenario: 'empty' });
  dir = mkdtempSync(path.join(os.tmpdir(), 'usher-syslog-'));
  tls = { certFile: path.join(dir, 'cert.pem'), keyFile: path.join(dir, 'key.pem') };
  const { cert, key } = await makeTestCertificate();
  writeFileSync(tls.certFile, cert);
  writeFileSync(tls.keyFile, key);
});
afterAll(async () => {
  await emulator.close();
  rmSync(dir, { recursive: true });
});

beforeEach(async () => {
  inventory = new ToldInventory();
  journal = new Journal({ clock: systemClock });
  inventory.tell({ event: 'call-bridge', data: exampleBridge({ id: 'b1', name: 'cbcms1' }) });
  receiver = await open(await freePort(), tls);
});
afterEach(async () => {
  await askControl(emulator, 'PUT', '/syslog', { destination: null });
  await receiver.close();
});

async function open(port: number, certificate: typeof tls | null): Promise<SyslogReceiver> {
  const intake = new SyslogIntake({ journal, inventory, clock: systemClock });
  const opened = new SyslogReceiver({ host: '127.0.0.1', port, tls: certificate, reachedBy: 'usher.example', intake, clock: systemClock, log: pino({ enabled: false }) });
  await opened.open();
  return opened;
}

const portOf = (transport: string) => receiver.state.listeners.find((listener) => listener.transport === transport)?.port ?? 0;
const saidOf = (bridge: string) => journal.about([bridgeKey(bridge)], { order: 'oldest-first', limit: 500, after: null }).map(({ said }) => String(said));

async function connected(): Promise<Socket> {
  const socket = connect(portOf('tcp'), '127.0.0.1');
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  socket.on('error', () => undefined);
  return socket;
}

test.each(['udp', 'tcp', 'tls'] as const)('what an emulated bridge logs comes in over %s, and is found by whom it names', async (transport) => {
  await askControl(emulator, 'PUT', '/syslog', { node: 'cbcms1', destination: { transport, port: portOf(transport) } });
  const call = '4be1a6d2-7c30-4f0e-93a5-2d8a51c7e011';
  await vi.waitFor(async () => {
    // The way there may still be opening; UDP loses what comes before.
    await emulatedBridge(emulator, 'cbcms1').request('PUT', `calls/${call}`, 'locked=true');
    const found = journal.about([call], { order: 'oldest-first', limit: 10, after: null });
    expect(found[0]).toMatchObject({ source: 'syslog', callBridge: 'b1', said: expect.stringContaining(`PUT for "/api/v1/calls/${call}"`) as string });
    expect(Math.abs((found[0]?.toldAtMs ?? 0) - Date.now())).toBeLessThan(60_000);
  }, patience);
  expect(receiver.state).toMatchObject({ malformed: 0, unknownHostLines: 0, unknownHosts: [] });
});

test('a stream with both framings, garbage and a line in parts is taken in as far as it can be understood', async () => {
  const socket = await connected();
  socket.write('<14>Jan  5 10:31:07 cbcms1 one\nGET / HTTP/1.1\n30 <14>Jan  5 10:31:07 cbcms1 two<14>1 2026-01-05T10:31:07Z cbcms1 app - - - th');
  socket.end('ree\n<14>Jan  5 10:31:07 elsewhere four');
  await vi.waitFor(() => expect(receiver.state.lines).toBe(4), patience);
  expect(saidOf('b1')).toEqual(['one', 'two', 'app: three']);
  expect(receiver.state).toMatchObject({ malformed: 1, unknownHostLines: 1, unknownHosts: [{ host: 'elsewhere', lines: 1 }] });
});

test('a flood over TCP waits, and loses nothing', async () => {
  const socket = await connected();
  const line = `<14>Jan  5 10:31:07 cbcms1 host:server:  INFO : ${'x'.repeat(150)}\n`;
  const block = line.repeat(1_000);
  for (let i = 0; i < 30; i += 1) socket.write(block);
  socket.end();
  await vi.waitFor(() => expect(receiver.state.lines).toBe(30_000), patience);
  expect(receiver.state).toMatchObject({ malformed: 0, cut: 0 });
});

test('a flood over UDP is thrown away beyond what can be taken in, and counted', async () => {
  const sender = createSocket('udp4');
  const datagram = Buffer.from(`<14>Jan  5 10:31:07 cbcms1 ${'x'.repeat(8_000)}`);
  await vi.waitFor(async () => {
    await Promise.all(Array.from({ length: 300 }, () => new Promise((resolve) => sender.send(datagram, portOf('udp'), '127.0.0.1', resolve))));
    expect(receiver.state.dropped).toBeGreaterThan(0);
  }, patience);
  sender.close();
  expect(receiver.state.lines).toBeGreaterThan(0);
});

describe('a port that cannot be opened', () => {
  test('is named, with what to do, and the others are open all the same', async () => {
    const second = await open(portOf('tcp'), tls);
    const words = (port: number) => `Port ${port} is used by another program. Stop that one, or set USHER_SYSLOG_PORT to another value.`;
    const port = portOf('tcp');
    expect(second.state.listeners).toMatchObject([
      { transport: 'udp', open: false, problem: words(port) },
      { transport: 'tcp', open: false, problem: words(port) },
      { transport: 'tls', open: false, problem: words(port + 1) },
    ]);
    await second.close();
  });

  test('for TLS is the one that is missing where Usher has no certificate', async () => {
    const plain = await open(await freePort(), null);
    expect(plain.state.listeners).toMatchObject([{ open: true }, { open: true }, { transport: 'tls', open: false, problem: expect.stringContaining('USHER_TLS_CERT') as string }]);
    await plain.close();
  });
});

test('closing ends open connections', async () => {
  const socket = await connected();
  await vi.waitFor(() => expect(receiver.state.connections).toBe(1), patience);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await receiver.close();
  await closed;
  expect(receiver.state.connections).toBe(0);
});
