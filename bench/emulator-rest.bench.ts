import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Pool } from 'undici';
import type { Started, Wanted } from './answering-server';
import { compare, type Row } from './harness';

const rounds = 15;
const perRound = 2_000;
const inParallel = 8;

/** CPU time of the emulator for a GET of an item, against plain node:http that sends the same bytes, and a mock from npm. */
export async function bench(): Promise<Row[]> {
  const servers: Answering[] = [];
  const open = async (wanted: Wanted): Promise<Answering> => {
    const server = await Answering.start(wanted);
    servers.push(server);
    return server;
  };
  try {
    const emulator = await open({ server: 'emulator' });
    const { headers, body } = await emulator.answer();
    const size = `${(body.length / 1_000).toFixed(1)} kB`;
    const plain = await open({ server: 'plain', headers, body });
    const mock = await open({ server: 'json-server', body });
    const runSubject = () => emulator.cpuPerGet();
    return [
      await compare({ name: `GET of an item of ${size}, against node:http (µs CPU)`, goal: 1.5, rounds, runSubject, runPeer: () => plain.cpuPerGet() }),
      await compare({ name: `GET of an item of ${size}, against json-server (µs CPU)`, goal: 0.1, rounds, runSubject, runPeer: () => mock.cpuPerGet() }),
    ];
  } finally {
    for (const server of servers) await server.close();
  }
}

/** A server in a process of its own, and a client that keeps its connections. */
class Answering {
  readonly #process: ChildProcess;
  readonly #pool: Pool;
  readonly #started: Started;

  private constructor(child: ChildProcess, started: Started) {
    this.#process = child;
    this.#started = started;
    this.#pool = new Pool(started.url, { connections: inParallel });
  }

  static async start(wanted: Wanted): Promise<Answering> {
    const child = fork('bench/answering-server.ts', { execArgv: ['--import', 'tsx'] });
    child.send(wanted);
    const [started] = (await once(child, 'message')) as [Started];
    return new Answering(child, started);
  }

  /** What it answers with, without the headers that every server of Node adds by itself. */
  async answer(): Promise<{ headers: Record<string, string>; body: string }> {
    const { headers, body } = await this.#get();
    const own = Object.entries(headers).filter(([name]) => !['date', 'connection', 'keep-alive'].includes(name));
    return { headers: Object.fromEntries(own.map(([name, value]) => [name, String(value)])), body: await body.text() };
  }

  /** Microseconds of CPU that the server takes for one GET. */
  async cpuPerGet(): Promise<number> {
    const before = await this.#cpuTime();
    let left = perRound;
    const client = async (): Promise<void> => {
      while (left-- > 0) await (await this.#get()).body.dump({ limit: 1_000_000 });
    };
    await Promise.all(Array.from({ length: inParallel }, client));
    return ((await this.#cpuTime()) - before) / perRound;
  }

  async close(): Promise<void> {
    await this.#pool.close();
    this.#process.disconnect();
  }

  #get() {
    const { path, authorization } = this.#started;
    return this.#pool.request({ path, method: 'GET', headers: { authorization } });
  }

  async #cpuTime(): Promise<number> {
    this.#process.send('cpu');
    const [microseconds] = (await once(this.#process, 'message')) as [number];
    return microseconds;
  }
}
