import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { DataPlace } from './databases';
import { freeBasePort, syslogOffset, usherOffset } from './free-port';

/** The built program as a process, before anything is known of it. */
export interface UsherProcess {
  readonly pid: number | undefined;
  /** What it has printed so far, on both streams. */
  output(): string;
  /** Settles once it says that it is ready. Rejects, with what it printed, if it ends before. */
  readonly ready: Promise<void>;
  /** Its exit code once it has ended; null where a signal ended it. */
  readonly ended: Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
}

export interface UsherPorts {
  readonly port: number;
  readonly basePort: number;
}

const program = path.resolve('scripts/usher.mjs');

export async function freePorts(): Promise<UsherPorts> {
  const basePort = await freeBasePort();
  return { port: basePort + usherOffset, basePort };
}

/** The environment of an Usher in a place of its own. */
export function usherEnv(place: Omit<DataPlace, 'remove'>, { port, basePort }: UsherPorts): Record<string, string> {
  return {
    PORT: String(port),
    USHER_DATA_DIR: place.dataDir,
    EMULATOR_BASE_PORT: String(basePort),
    USHER_SYSLOG_PORT: String(basePort + syslogOffset),
    ...(place.databaseUrl !== null && { DATABASE_URL: place.databaseUrl }),
  };
}

/** Starts what was built. @param env on top of this process's own */
export function spawnUsher(env: Readonly<Record<string, string>>): UsherProcess {
  const child = spawn(process.execPath, ['--enable-source-maps', program], {
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const ready = whenReady(child, () => output);
  // Whoever expects it to end at once does not wait for it to be ready.
  ready.catch(() => undefined);
  return { pid: child.pid, output: () => output, ready, ended, kill: (signal) => void child.kill(signal) };
}

function whenReady(child: ChildProcess, output: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', () => {
      if (output().includes('Usher is ready')) resolve();
    });
    child.once('close', (code) => reject(new Error(`Usher ended with ${code} before it was ready:\n${output()}`)));
  });
}
