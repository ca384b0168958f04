import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { pino } from 'pino';
import type { Caller } from '@/lib/access/access';
import { exampleMeeting } from '@/lib/meeting/examples';
import { ChangeHub } from '@/server/changes/change-hub';
import { ConsoleSocket } from '@/server/changes/console-socket';
import { encode } from '@/server/changes/encode';
import { StreamRegistry } from '@/server/changes/stream-registry';

/** Which stream is to say something: Usher's, or plain TCP with the same bytes. */
export type Speaker = 'usher' | 'bare';

/** A change of a meeting, whose name says when it was published, by the clock that all processes share. */
const change = () => ({ event: 'meeting', data: exampleMeeting({ name: `@${process.hrtime.bigint()}@` }) }) as const;

const changes = new ChangeHub();
const caller: Caller = { kind: 'person', id: 'p', name: 'viewer', role: 'viewer', scope: { clusters: ['c1'], spaces: [] }, address: null };
const consoleSocket = new ConsoleSocket({
  changes,
  streams: new StreamRegistry(),
  log: pino({ level: 'silent' }),
  usherUrl: 'http://usher',
  sessionOf: () => Promise.resolve({ key: 'session', caller }),
  carry: () => undefined,
});
const usher = http.createServer();
usher.on('upgrade', (request, socket, head) => consoleSocket.upgrade(request, socket, head, new URLSearchParams('topics=meetings,orders')));

const listening = new Set<net.Socket>();
const bare = net.createServer({ noDelay: true }, (socket) => {
  listening.add(socket);
  socket.resume();
  socket.on('error', () => socket.destroy());
  socket.on('close', () => listening.delete(socket));
});

process.on('message', (speaker: Speaker) => {
  if (speaker === 'usher') return changes.publish(change());
  const bytes = encode(change(), changes.sequence, 'webSocket');
  for (const socket of listening) socket.write(bytes);
});
process.once('disconnect', () => process.exit(0));

const portOf = (server: net.Server) => (server.address() as AddressInfo).port;
usher.listen(0, '127.0.0.1', () => bare.listen(0, '127.0.0.1', () => process.send?.({ usher: portOf(usher), bare: portOf(bare) })));
