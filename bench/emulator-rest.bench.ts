import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Pool } from 'undici';
import type { Wanted } from './answering-server';
import { startEmulatorProcess } from './emulator-process';
import { compare, type Row } from './harness';
import { cpuMicroseconds } from './process-figures';

const rounds = 15;
const perRound = 4_000;
const inParallel = 8;

/** CPU time of the emulator for a GET of an item, against plain node:http that sends the same bytes, and a mock from npm. */
export async function bench(): Promise<Row[]> {
  const servers: Answering[] = [];
  const open = (server: Answering): Answering => {
    servers.push(server);
    return server;
  };
  try {
    const emulator = open(await emulated());
    const { headers, body } = await emulator.answer();
    const size = `${(body.length / 1_000).toFixed(1)} kB`;
    const plain = open(await forked({ server: 'plain', headers, body }));
    const mock = open(await forked({ server: 'json-server', body }));
    const runSubject = () => emulator.cpuPerGet();
    return [
      await compare({ name: `GET of an item of ${size}, against node:http (µs CPU)`, goal: 1.5, rounds, runSubject, runPeer: () => plain.cpuPerGet() }),
      await compare({ name: `GET of an item of ${size}, against json-server (µs CPU)`, goal: 0.1, rounds, runSubject, runPeer: () => mock.cpuPerGet() }),
    ];
  } finally {
    for (const server of servers) await server.close();
  }
}

/** The item is a call leg: of all items the one with the most in it. */
async function emulated(): Promise<Answering> {
  const { process: child, callBridges, authorization, close } = await startEmulatorProcess('scale:1x50');
  const list = await (await fetch(`${callBridges[0]}/api/v1/callLegs`, { headers: { authorization } })).text();
  const item = `${callBridges[0]}/api/v1/callLegs/${/<callLeg id="([^"]+)"/.exec(list)?.[1]}`;
  return new Answering(child, item, { authorization }, close);
}

async function forked(wanted: Wanted): Promise<Answering> {
  const child = fork('bench/answering-server.ts', { execArgv: ['--import', 'tsx'] });
  child.send(wanted);
  const [item] = (await once(child, 'message')) as [string];
  return new Answering(child, item, {}, async () => child.disconnect());
}

/** A server in a process of its own, and a client that keeps its connections. */
class Answering {
  readonly #process: ChildProcess;
  readonly #pool: Pool;
  readonly #path: string;
  readonly #headers: Record<string, string>;
  readonly #stop: () => Promise<void>;

  constructor(child: ChildProcess, item: string, headers: Record<string, string>, stop: () => Promise<void>) {
    const { origin, pathname } = new URL(item);
    this.#process = child;
    this.#pool = new Pool(origin, { connections: inParallel });
    this.#path = pathname;
    this.#headers = headers;
    this.#stop = stop;
  }

  /** What it answers with, without the headers that every server of Node adds by itself. */
  async answer(): Promise<{ headers: Record<string, string>; body: string }> {
    const { headers, body } = await this.#get();
    const own = Object.entries(headers).filter(([name]) => !['date', 'connection', 'keep-alive'].includes(name));
    return { headers: Object.fromEntries(own.map(([name, value]) => [name, String(value)])), body: await body.text() };
  }

  /** Microseconds of CPU that the server takes for one GET. */
  async cpuPerGet(): Promise<number> {
    const before = cpuMicroseconds(this.#process);
    let left = perRound;
    const client = async (): Promise<void> => {
      while (left-- > 0) await (await this.#get()).body.dump({ limit: 1_000_000 });
    };
    await Promise.all(Array.from({ length: inParallel }, client));
    return (cpuMicroseconds(this.#process) - before) / perRound;
  }

  async close(): Promise<void> {
    await this.#pool.close();
    await this.#stop();
  }

  #get() {
    return this.#pool.request({ path: this.#path, method: 'GET', headers: this.#headers });
  }
}
