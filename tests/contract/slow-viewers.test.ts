import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Caller } from '@/lib/access/access';
import { exampleMeeting, exampleParticipant } from '@/lib/meeting/examples';
import { ChangeHub } from '@/server/changes/change-hub';
import { ConsoleSocket } from '@/server/changes/console-socket';
import { StreamRegistry } from '@/server/changes/stream-registry';
import { patience } from '../support/stage';

const viewers = 500;
const people = 100;
const caller: Caller = { kind: 'person', id: 'p', name: 'viewer', role: 'viewer', scope: null, address: null };

let changes: ChangeHub;
let server: http.Server;
let tick: () => void;
/** The server's ends of the connections: what waits for their readers is in them. */
let ends: net.Socket[];
const sockets: net.Socket[] = [];

beforeEach(async () => {
  ends = [];
  changes = new ChangeHub({ schedule: (tell) => (tick = tell) });
  const consoleSocket = new ConsoleSocket({
    changes,
    streams: new StreamRegistry(),
    log: pino({ level: 'silent' }),
    usherUrl: 'http://usher',
    sessionOf: () => Promise.resolve({ key: 'session', caller }),
    carry: () => undefined,
  });
  server = http.createServer();
  server.on('upgrade', (request: http.IncomingMessage, socket: net.Socket, head: Buffer) => {
    ends.push(socket);
    consoleSocket.upgrade(request, socket, head, new URLSearchParams());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  for (const socket of [...sockets.splice(0), ...ends]) socket.destroy();
  server.close();
});

/** A viewer who greets, and then reads nothing until told to. `told` is what has come of the stream. */
async function viewer(): Promise<{ read(): void; told(): string }> {
  const socket = net.connect((server.address() as AddressInfo).port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => undefined);
  socket.write(
    'GET /console/changes HTTP/1.1\r\nHost: usher\r\nOrigin: http://usher\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n',
  );
  await new Promise((resolve) => socket.once('data', resolve));
  socket.pause();
  let told = '';
  socket.on('data', (chunk) => (told = (told + chunk.toString('latin1')).slice(-200_000)));
  socket.pause();
  return { read: () => void socket.resume(), told: () => told };
}

test('viewers who never read cost a bounded amount, are counted, and get what is once they read', { timeout: 60_000 }, async () => {
  const all = await Promise.all(Array.from({ length: viewers }, viewer));
  changes.publish({ event: 'meeting', data: exampleMeeting({ id: 'm' }) });
  const filler = 'x'.repeat(2_000);
  let round = 0;
  const sayMore = () => {
    round += 1;
    for (let id = 0; id < people; id += 1) changes.publish({ event: 'participant', data: exampleParticipant({ id: `p${id}`, meeting: 'm', name: `round ${round} ${filler}` }) });
    tick();
  };
  // The network takes some for each of them; then it stands still, however much is said.
  await vi.waitUntil(async () => {
    sayMore();
    for (let turns = 0; turns < 50; turns += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      if (changes.figures.behind < viewers) return false;
    }
    return true;
  }, { ...patience, interval: 1 });
  for (let more = 0; more < 20; more += 1) sayMore();
  const waiting = ends.map(({ writableLength }) => writableLength);
  expect(Math.max(...waiting)).toBeLessThan(64 * 1024);
  expect(changes.figures.behind).toBe(viewers);

  const last = all[0];
  last?.read();
  await vi.waitUntil(() => last?.told().includes(`"id":"p${people - 1}"`) && last.told().includes(`round ${round} `) && changes.figures.behind === viewers - 1, patience);
});
