import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { DataPlace } from './databases';
import { freeBasePort, freePort } from './free-port';

/** A built Usher with an emulator of its own, as a person would start it, on free ports and with fresh data. */
export interface RunningUsher {
  readonly url: string;
  readonly control: string;
  readonly admin: { readonly name: string; readonly password: string };
  /** An administrator's token. */
  readonly token: string;
  readonly dataDir: string;
  /** What it has printed so far. */
  output(): string;
  /** `GET` or, with a body, `POST` on `/api/v1`, with the token unless told otherwise. */
  api(path: string, init?: ApiInit): Promise<{ status: number; headers: Headers; body: unknown }>;
  /** Sends the signal and waits for the end; gives the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface ApiInit {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly token?: string | null;
}

export interface RunOptions {
  readonly env?: Record<string, string>;
  /** The emulator's scenario; `demo` unless told otherwise. */
  readonly scenario?: string;
}

const program = path.resolve('dist/usher.mjs');

/** Starts what was built, and waits until it is ready. Rejects with its output if it ends before. */
export async function runUsher(place: DataPlace, { env = {}, scenario = 'demo' }: RunOptions = {}): Promise<RunningUsher> {
  const [port, basePort] = [await freePort(), await freeBasePort()];
  const token = `test_${randomBytes(24).toString('hex')}`;
  const admin = { name: 'admin', password: randomBytes(12).toString('hex') };
  const child = spawn(process.execPath, ['--enable-source-maps', program], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      USHER_DATA_DIR: place.dataDir,
      USHER_API_TOKEN: token,
      USHER_ADMIN_PASSWORD: admin.password,
      EMULATOR_BASE_PORT: String(basePort),
      EMULATOR_SCENARIO: scenario,
      ...(place.databaseUrl !== null && { DATABASE_URL: place.databaseUrl }),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const url = `http://127.0.0.1:${port}`;
  await ready(child, () => output);
  return {
    url,
    control: `http://127.0.0.1:${basePort}`,
    admin,
    token,
    dataDir: place.dataDir,
    output: () => output,
    api: (apiPath, init = {}) => callApi(`${url}/api/v1${apiPath}`, { token, ...init }),
    async stop(signal = 'SIGTERM') {
      const code = await ended(child, signal);
      place.remove();
      return code;
    },
  };
}

async function callApi(url: string, { method, body, headers = {}, token }: ApiInit) {
  const response = await fetch(url, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : (JSON.parse(text) as unknown) };
}

function ready(child: ChildProcess, output: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', () => {
      if (output().includes('Usher is ready')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`Usher ended with ${code} before it was ready:\n${output()}`)));
  });
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve(code));
    child.kill(signal);
  });
}
