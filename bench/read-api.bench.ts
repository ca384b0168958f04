import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import type { Meeting } from '@/lib/meeting/meeting';
import { emulatorControl } from '../tests/support/emulator-control';
import { runUsher, type RunningUsher } from '../tests/support/run-usher';
import { compare, type Row } from './harness';
import { cpuMicroseconds } from './process-figures';
import type { Ready } from './ready-server';

const rounds = 11;
const inParallel = 8;
const meetings = [
  { people: 20, numericId: '1001', name: 'Space 1', goal: 1.8, perRound: 4_000 },
  { people: 500, numericId: '1002', name: 'Space 2', goal: 1.3, perRound: 1_000 },
] as const;

/** CPU time of the built Usher for the list of a meeting's people, asked for with a limited token, against node:http with the same bytes. */
export async function bench(): Promise<Row[]> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'usher-bench-'));
  const usher = await runUsher({ dataDir, databaseUrl: null, remove: () => rmSync(dataDir, { recursive: true, force: true }) }, { scenario: 'empty' });
  const rows: Row[] = [];
  try {
    const control = await emulatorControl(usher);
    for (const { people, numericId } of meetings) {
      for (let count = 0; count < people; count += 1) await control.post('/people', { kind: 'sip', name: `Guest ${count}`, numericId, callBridge: `cbcms${1 + (count % 3)}` });
    }
    for (const meeting of meetings) rows.push(await measured(usher, meeting));
    return rows;
  } finally {
    await usher.stop();
  }
}

async function measured(usher: RunningUsher, { people, name, goal, perRound }: (typeof meetings)[number]): Promise<Row> {
  const { id, cluster, space } = await whole(usher, name, people);
  const scope = { clusters: [], spaces: [{ cluster: cluster.id, id: space }] };
  const { body } = await usher.api('/tokens', { body: { name: 'bench', role: 'viewer', scope } });
  const headers = { authorization: `Bearer ${(body as { secret: string }).secret}` };
  const subject = new Asked(usher.pid, `${usher.url}/api/v1/meetings/${id}/participants?limit=500`, headers);
  const ready = await subject.answer();
  if ((JSON.parse(ready.body) as { items: unknown[] }).items.length !== people) throw new Error(`not all of ${people} are in the answer`);
  const child = fork('bench/ready-server.ts', { execArgv: ['--import', 'tsx'] });
  child.send(ready);
  const [address] = (await once(child, 'message')) as [string];
  const peer = new Asked(child.pid, address, headers);
  try {
    return await compare({
      name: `${people} people of a meeting, ${Math.round(ready.body.length / 1_000)} kB, against node:http (µs CPU)`,
      goal,
      rounds,
      runSubject: () => subject.cpuPerGet(perRound),
      runPeer: () => peer.cpuPerGet(perRound),
    });
  } finally {
    await subject.close();
    await peer.close();
    child.disconnect();
  }
}

/** The meeting, once everybody is in it and known, so that nothing becomes different any more. */
async function whole(usher: RunningUsher, name: string, people: number): Promise<Meeting> {
  for (;;) {
    const { items } = (await usher.api('/meetings')).body as { items: Meeting[] };
    const meeting = items.find((one) => one.name === name);
    const known = meeting && ((await usher.api(`/meetings/${meeting.id}/participants?limit=500`)).body as { items: { kind: string }[] });
    if (meeting && known?.items.length === people && known.items.every(({ kind }) => kind !== 'unknown')) return meeting;
    await pause(200);
  }
}

/** An address that a client asks again and again, over connections that it keeps. */
class Asked {
  readonly #pid: ChildProcess['pid'];
  readonly #pool: Pool;
  readonly #path: string;
  readonly #headers: Record<string, string>;

  constructor(pid: ChildProcess['pid'], address: string, headers: Record<string, string>) {
    const { origin, pathname, search } = new URL(address);
    this.#pid = pid;
    this.#pool = new Pool(origin, { connections: inParallel });
    this.#path = pathname + search;
    this.#headers = headers;
  }

  /** What it answers with, without the headers that every server of Node adds by itself. */
  async answer(): Promise<Ready> {
    const { headers, body } = await this.#get();
    const own = Object.entries(headers).filter(([name]) => !['date', 'connection', 'keep-alive'].includes(name));
    return { headers: own.flatMap(([name, value]) => [name, String(value)]), body: await body.text() };
  }

  /** Microseconds of CPU that the server takes for one GET. */
  async cpuPerGet(times: number): Promise<number> {
    const before = cpuMicroseconds({ pid: this.#pid });
    let left = times;
    const client = async (): Promise<void> => {
      while (left-- > 0) await (await this.#get()).body.dump({ limit: 10_000_000 });
    };
    await Promise.all(Array.from({ length: inParallel }, client));
    return (cpuMicroseconds({ pid: this.#pid }) - before) / times;
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  #get() {
    return this.#pool.request({ path: this.#path, method: 'GET', headers: this.#headers });
  }
}
