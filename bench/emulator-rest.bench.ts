import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Pool } from 'undici';
import type { Wanted } from './answering-server';
import { startEmulatorProcess } from './emulator-process';
import { compare, type Row } from './harness';
import { startPrism } from './prism';
import { cpuMicroseconds } from './process-figures';

const rounds = 15;
/** GETs in a round; fewer of Prism, which takes long. */
const perRound = { emulator: 4_000, plain: 4_000, prism: 500 };
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
    const plain = open(await answeringWith({ headers, body }));
    const prism = open(await mocked(body));
    const runSubject = () => emulator.cpuPerGet(perRound.emulator);
    return [
      await compare({ name: `GET of an item of ${size}, against node:http (µs CPU)`, goal: 1.5, rounds, runSubject, runPeer: () => plain.cpuPerGet(perRound.plain) }),
      await compare({ name: `GET of an item of ${size}, against Prism (µs CPU)`, goal: 0.1, rounds, runSubject, runPeer: () => prism.cpuPerGet(perRound.prism) }),
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

async function answeringWith(wanted: Wanted): Promise<Answering> {
  const child = fork('bench/answering-server.ts', { execArgv: ['--import', 'tsx'] });
  child.send(wanted);
  const [item] = (await once(child, 'message')) as [string];
  return new Answering(child, item, {}, async () => child.disconnect());
}

async function mocked(body: string): Promise<Answering> {
  const { process: child, item, close } = await startPrism(body);
  return new Answering(child, item, {}, close);
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
  async cpuPerGet(times: number): Promise<number> {
    const before = cpuMicroseconds(this.#process);
    let left = times;
    const client = async (): Promise<void> => {
      while (left-- > 0) await (await this.#get()).body.dump({ limit: 1_000_000 });
    };
    await Promise.all(Array.from({ length: inParallel }, client));
    return (cpuMicroseconds(this.#process) - before) / times;
  }

  async close(): Promise<void> {
    await this.#pool.close();
    await this.#stop();
  }

  #get() {
    return this.#pool.request({ path: this.#path, method: 'GET', headers: this.#headers });
  }
}
