import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import WebSocket from 'ws';
import { freePort } from '../tests/support/free-port';

/** As many as a cluster of three bridges is asked for at a time. */
const atATime = 12;
const rooms = [1001, 1002] as const;
const waitMs = 10_000;

/** What Janus sends, as far as it is looked at here. Source: https://janus.conf.meetecho.com/docs/rest.html and audiobridge.html. */
interface Message {
  readonly janus: string;
  readonly transaction?: string;
  readonly data?: { readonly id: number };
  readonly plugindata?: { readonly data: { readonly audiobridge?: string; readonly error?: string } };
}

/**
 * How long Debian's Janus takes to put so many people of one AudioBridge room into another with `changeroom`: milliseconds, of each
 * round, until the last is told to be there. The people have joined and have no media. Null where Janus is not installed.
 */
export async function changeRooms(people: number, rounds: number): Promise<number[] | null> {
  if (spawnSync('janus', ['--version']).error) return null;
  const folder = mkdtempSync(path.join(tmpdir(), 'usher-janus-'));
  const port = await freePort();
  writeConfiguration(folder, port);
  const janus = spawn('janus', ['--configs-folder', folder, '--disable-colors', '--log-stdout'], { stdio: 'ignore' });
  const ended = once(janus, 'exit');
  try {
    const session = await sessionOn(port, janus);
    const handles = await inTurns(Array.from({ length: people }), () => session.attach());
    await inTurns(handles, (handle) => session.ask(handle, { request: 'join', room: rooms[0] }, 'joined'));
    const times: number[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const start = performance.now();
      await inTurns(handles, (handle) => session.ask(handle, { request: 'changeroom', room: rooms[round % 2] }, 'roomchanged'));
      times.push(performance.now() - start);
    }
    session.close();
    return times;
  } finally {
    janus.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeConfiguration(folder: string, port: number): void {
  const all = ['http', 'mqtt', 'nanomsg', 'pfunix', 'rabbitmq'].map((name) => `libjanus_${name}.so`).join();
  const others = ['duktape', 'echotest', 'lua', 'nosip', 'recordplay', 'sip', 'streaming', 'textroom', 'videocall', 'videoroom', 'voicemail'];
  const plugins = others.map((name) => `libjanus_${name}.so`).join();
  writeFileSync(path.join(folder, 'janus.jcfg'), `general: { debug_level = 1 }\nplugins: { disable = "${plugins}" }\ntransports: { disable = "${all}" }\n`);
  writeFileSync(path.join(folder, 'janus.transport.websockets.jcfg'), `general: { ws = true\n ws_port = ${port}\n ws_ip = "127.0.0.1" }\n`);
  const room = (id: number) => `room-${id}: { description = "Room ${id}"\n sampling_rate = 16000 }\n`;
  writeFileSync(path.join(folder, 'janus.plugin.audiobridge.jcfg'), rooms.map(room).join(''));
}

interface Session {
  /** A handle of the AudioBridge: one person. */
  attach(): Promise<number>;
  /** Settles once Janus tells that it is `done`. Rejects with what it says otherwise. */
  ask(handle: number, body: object, done: string): Promise<void>;
  close(): void;
}

async function sessionOn(port: number, janus: ChildProcess): Promise<Session> {
  const socket = await connected(port, janus);
  const waiting = new Map<string, (message: Message) => void>();
  socket.on('message', (text: Buffer) => {
    const message = JSON.parse(text.toString()) as Message;
    if (message.janus !== 'ack') waiting.get(message.transaction ?? '')?.(message);
  });
  let count = 0;
  const send = async (request: object): Promise<Message> => {
    const transaction = String((count += 1));
    const answer = new Promise<Message>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('Janus does not answer')), waitMs);
      waiting.set(transaction, (message) => {
        clearTimeout(late);
        resolve(message);
      });
    });
    socket.send(JSON.stringify({ ...request, transaction }));
    return answer.finally(() => waiting.delete(transaction));
  };
  const id = idIn(await send({ janus: 'create' }));
  return {
    attach: async () => idIn(await send({ janus: 'attach', session_id: id, plugin: 'janus.plugin.audiobridge' })),
    async ask(handle, body, done) {
      const { plugindata } = await send({ janus: 'message', session_id: id, handle_id: handle, body });
      if (plugindata?.data.audiobridge !== done) throw new Error(`Janus answered ${plugindata?.data.error ?? plugindata?.data.audiobridge}`);
    },
    close: () => socket.close(),
  };
}

function idIn({ janus, data }: Message): number {
  if (!data) throw new Error(`Janus answered ${janus}`);
  return data.id;
}

async function connected(port: number, janus: ChildProcess): Promise<WebSocket> {
  for (const end = performance.now() + waitMs; performance.now() < end && janus.exitCode === null; await pause(50)) {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`, 'janus-protocol');
    const isOpen = await once(socket, 'open').then(() => true, () => false);
    if (isOpen) return socket;
  }
  throw new Error('Janus did not open its port');
}

/** Does it for each, so many at a time; the results in the order in which they came. */
async function inTurns<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const left = all.values();
  const found: R[] = [];
  await Promise.all(
    Array.from({ length: atATime }, async () => {
      for (const one of left) found.push(await work(one));
    }),
  );
  return found;
}
