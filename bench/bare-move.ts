import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import Database from 'better-sqlite3';
import { generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { WebSocket, WebSocketServer } from 'ws';

/**
 * The least that any program does that moves a guest: what crosses a socket in the eleven steps, and nothing else. A POST, a
 * commit, nine messages over WebSockets (steps 2, 3, 5, 6, 7, 8 and 9, and the words that the old is gone and the new is there), two
 * WebSocket connects, one JWT signed and verified; then the POST is answered.
 */
const dataDir = process.argv[2] ?? '.';
const db = new Database(path.join(dataDir, 'bare.db'));
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.exec('create table if not exists moves (id text primary key, body text)');
const insert = db.prepare('insert into moves values (?, ?)');
const { publicKey, privateKey } = await generateKeyPair('ES256');

/** The other end of every socket here: it says when something has come in. */
const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' });
await once(sockets, 'listening');
const heard = new EventEmitter();
sockets.on('connection', (socket) => socket.on('message', () => heard.emit('message')));
const url = `ws://127.0.0.1:${(sockets.address() as AddressInfo).port}`;
const link = await connect();

async function connect(): Promise<WebSocket> {
  const socket = new WebSocket(url);
  await once(socket, 'open');
  return socket;
}

const message = JSON.stringify({ type: 'move', participant: randomUUID(), call: randomUUID(), name: 'Guest', jwt: 'x'.repeat(600) });

/** Each message waits for the one before, as in a move. */
async function send(socket: WebSocket, times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    const arrived = once(heard, 'message');
    socket.send(message);
    await arrived;
  }
}

async function move(): Promise<void> {
  insert.run(randomUUID(), message);
  await send(link, 3);
  const jwt = await new SignJWT({ participant: randomUUID() }).setProtectedHeader({ alg: 'ES256' }).setExpirationTime('1h').sign(privateKey);
  await send(link, 2);
  const first = await connect();
  await send(first, 2);
  first.close();
  const second = await connect();
  await jwtVerify(jwt, publicKey);
  await send(second, 2);
  second.close();
}

const server = http.createServer((request, response) => {
  request.resume().once('end', () => {
    move().then(
      () => response.writeHead(200, { 'content-length': 2 }).end('{}'),
      () => response.writeHead(500).end(),
    );
  });
});
server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
process.once('disconnect', () => process.exit(0));
