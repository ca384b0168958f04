import diagnostics from 'node:diagnostics_channel';
import { Pool } from 'undici';
import { startEmulatorProcess, type EmulatorProcess } from './emulator-process';
import { compare, type Row } from './harness';
import { followAll, type Followed } from './light-bridges/follow-light-bridges';

const [bridges, people] = [24, 450];
const rounds = 3;
/** As many requests as Usher has in flight at one bridge. */
const inFlight = 4;

/**
 * From nothing to the whole picture of 24 bridges with 450 people each, kinds included, against fetching with undici exactly what
 * Usher asked for, and dropping it.
 */
export async function bench(): Promise<Row[]> {
  const emulator = await startEmulatorProcess(`scale:${bridges}x${people}`);
  let asked: Asked = new Map();
  try {
    const row = await compare({
      name: `first picture of scale:${bridges}x${people}, against fetching the same with undici (ms)`,
      goal: 2,
      rounds,
      async runSubject() {
        const { result, requests } = await recorded(() => timed(() => picture(emulator)));
        asked = requests;
        await result.value.close();
        return result.ms;
      },
      runPeer: async () => (await timed(() => fetchAll(emulator, asked))).ms,
    });
    console.log(`  ${[...asked.values()].reduce((sum, paths) => sum + paths.length, 0)} requests each`);
    return [row];
  } finally {
    await emulator.close();
  }
}

/** Paths that were asked for, by address of the bridge. */
type Asked = ReadonlyMap<string, readonly string[]>;

function picture({ callBridges, names }: EmulatorProcess): Promise<Followed> {
  const nodes = callBridges.map((https) => ({ kind: 'call-bridge', name: names.get(https) ?? https, cluster: 'scale', https }));
  return followAll(nodes, { user: 'api', password: 'emulator' }, bridges * people);
}

async function fetchAll({ authorization }: EmulatorProcess, asked: Asked): Promise<void> {
  await Promise.all([...asked].map(([origin, paths]) => fetchFrom(origin, authorization, paths)));
}

async function fetchFrom(origin: string, authorization: string, paths: readonly string[]): Promise<void> {
  const pool = new Pool(origin, { connections: inFlight });
  const left = paths.values();
  const fetchNext = async () => {
    for (const path of left) await (await pool.request({ path, method: 'GET', headers: { authorization } })).body.dump();
  };
  await Promise.all(Array.from({ length: inFlight }, fetchNext));
  await pool.close();
}

/** What undici is asked to GET while something goes on. */
async function recorded<T>(work: () => Promise<T>): Promise<{ result: T; requests: Asked }> {
  const requests = new Map<string, string[]>();
  const note = (message: unknown) => {
    const { request } = message as { request: { origin: string; method: string; path: string } };
    if (request.method !== 'GET') return;
    const paths = requests.get(String(request.origin));
    if (paths) paths.push(request.path);
    else requests.set(String(request.origin), [request.path]);
  };
  diagnostics.subscribe('undici:request:create', note);
  const result = await work();
  diagnostics.unsubscribe('undici:request:create', note);
  return { result, requests };
}

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const start = performance.now();
  const value = await work();
  return { ms: performance.now() - start, value };
}
