import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { compare, type Row } from './harness';
import { residentMegabytes } from './process-figures';
import { freeBasePort, freePort } from '../tests/support/free-port';

const bareDir = path.resolve('bench/bare-next');
const rounds = 7;
/** How long a process is left alone before its memory is read. */
const idleMs = 5_000;

/** The peer: a Next app with one page, behind a custom server like Usher's. */
function buildBareNext(): void {
  if (existsSync(path.join(bareDir, '.next/BUILD_ID'))) return;
  const next = path.resolve('node_modules/next/dist/bin/next');
  const env = { ...process.env, NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1' };
  const { status, stderr } = spawnSync(process.execPath, [next, 'build', bareDir], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the bare Next app could not be built: ${stderr}`);
}

interface Started {
  readonly firstPageMs: number;
  readonly child: ChildProcess;
}

/** Starts a server and asks until its first page is there. */
async function startUntilPage(args: readonly string[], env: Record<string, string>, page: string): Promise<Started> {
  const start = performance.now();
  const child = spawn(process.execPath, args, { env: { ...process.env, NODE_ENV: 'production', ...env }, stdio: 'ignore' });
  for (;;) {
    const response = await fetch(page, { redirect: 'manual' }).catch(() => null);
    if (response?.status === 200 && (await response.text()).includes('</html>')) break;
    if (child.exitCode !== null) throw new Error(`${args.join(' ')} ended with ${child.exitCode}`);
    await pause(5);
  }
  return { firstPageMs: performance.now() - start, child };
}

async function startBareNext(): Promise<Started> {
  const port = await freePort();
  return startUntilPage([path.join(bareDir, 'server.mjs')], { PORT: String(port) }, `http://127.0.0.1:${port}/`);
}

/** One data directory for all rounds, as on a second start; the emulator runs already, and is counted apart. */
function usherStarter(dataDir: string, basePort: number): () => Promise<Started> {
  return async () => {
    const port = await freePort();
    const env = { PORT: String(port), USHER_DATA_DIR: dataDir, EMULATOR_BASE_PORT: String(basePort), USHER_SYSLOG_PORT: String(await freePort()) };
    return startUntilPage(['scripts/usher.mjs'], env, `http://127.0.0.1:${port}/sign-in`);
  };
}

async function stop({ child }: Started): Promise<void> {
  // Not SIGTERM: the emulator is to live on, as it does when Usher crashes, so that each round finds it running.
  if (child.exitCode === null) await new Promise((resolve) => child.once('exit', resolve).kill('SIGKILL'));
}

async function timeToPage(start: () => Promise<Started>): Promise<number> {
  const started = await start();
  await stop(started);
  return started.firstPageMs;
}

async function idleMegabytes(start: () => Promise<Started>): Promise<number> {
  const started = await start();
  await pause(idleMs);
  const megabytes = residentMegabytes(started.child);
  await stop(started);
  return megabytes;
}

/** Against a bare Next app with one page: how soon Usher shows its first one, and what it holds while it shows the demo. */
export async function bench(): Promise<Row[]> {
  buildBareNext();
  const dataDir = mkdtempSync(path.join(tmpdir(), 'usher-bench-'));
  const basePort = await freeBasePort();
  const startUsher = usherStarter(dataDir, basePort);
  try {
    const first = await compare({
      name: 'built start to first page, against a bare Next app (ms)',
      goal: 1.5,
      rounds,
      runSubject: () => timeToPage(startUsher),
      runPeer: () => timeToPage(startBareNext),
    });
    const memory = await compare({
      name: 'idle memory without the emulator, against a bare Next app (MB)',
      goal: 2,
      rounds: 3,
      runSubject: () => idleMegabytes(startUsher),
      runPeer: () => idleMegabytes(startBareNext),
    });
    return [first, memory];
  } finally {
    await fetch(`http://127.0.0.1:${basePort}/stop`, { method: 'POST' }).catch(() => undefined);
    rmSync(dataDir, { recursive: true, force: true });
  }
}
