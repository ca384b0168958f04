import { fork } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Speaker } from './fan-out-server';
import { compare, type Row } from './harness';

const rounds = 11;
const viewers = 500;
const perRound = 30;
/** Between two changes, in milliseconds: more than the hub gathers before it writes again. */
const apartMs = 25;

/** From the publishing of a change until each of 500 viewers has it, over the console's own WebSockets, against TCP with the same bytes. */
export async function bench(): Promise<Row[]> {
  const server = fork('bench/fan-out-server.ts', { execArgv: ['--import', 'tsx'] });
  const [ports] = (await once(server, 'message')) as [Record<Speaker, number>];
  const audiences = { usher: await Audience.of(ports.usher, upgrade), bare: await Audience.of(ports.bare, '') };
  const p50 = async (speaker: Speaker): Promise<number> => {
    const took: number[] = [];
    for (let change = 0; change < perRound; change += 1) {
      const heard = audiences[speaker].hears();
      server.send(speaker);
      took.push(...(await heard));
      await pause(apartMs);
    }
    return took.sort((a, b) => a - b)[Math.floor(took.length / 2)] ?? NaN;
  };
  try {
    return [
      await compare({ name: `a change until ${viewers} viewers have it, p50, against raw TCP (ms)`, goal: 1.5, rounds, runSubject: () => p50('usher'), runPeer: () => p50('bare') }),
    ];
  } finally {
    for (const audience of Object.values(audiences)) audience.leave();
    server.disconnect();
  }
}

const upgrade =
  'GET /console/changes HTTP/1.1\r\nHost: usher\r\nOrigin: http://usher\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n';

/** An answer to a ping, masked with nothing. */
const pong = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);

/** Those who listen: plain sockets for both, so that what reading costs is the same. */
class Audience {
  readonly #sockets: readonly net.Socket[];
  #took: number[] = [];
  #all: (took: number[]) => void = () => undefined;

  private constructor(sockets: readonly net.Socket[]) {
    this.#sockets = sockets;
    for (const socket of sockets) socket.on('data', (chunk: Buffer) => this.#hear(chunk, socket));
  }

  /** @param greeting what each says first; where there is one, an answer is waited for */
  static async of(port: number, greeting: string): Promise<Audience> {
    const sockets: net.Socket[] = [];
    for (let count = 0; count < viewers; count += 1) {
      const socket = net.connect(port, '127.0.0.1');
      await once(socket, 'connect');
      if (greeting !== '') {
        socket.write(greeting);
        await once(socket, 'data');
      }
      sockets.push(socket);
    }
    return new Audience(sockets);
  }

  /** Milliseconds that the next change takes to each of them, once all have it. */
  hears(): Promise<number[]> {
    this.#took = [];
    return new Promise((resolve) => (this.#all = resolve));
  }

  leave(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #hear(chunk: Buffer, socket: net.Socket): void {
    const now = process.hrtime.bigint();
    const start = chunk.indexOf('@');
    if (start < 0) {
      // A ping of the heartbeat.
      socket.write(pong);
      return;
    }
    const said = BigInt(chunk.toString('latin1', start + 1, chunk.indexOf('@', start + 1)));
    this.#took.push(Number(now - said) / 1e6);
    if (this.#took.length === viewers) this.#all(this.#took);
  }
}
