import { randomBytes } from 'node:crypto';
import type { DataPlace } from './databases';
import { freePorts, spawnUsher, usherEnv, type UsherPorts } from './usher-process';

/** A built Usher with an emulator of its own, as a person would start it, on free ports and with fresh data. */
export interface RunningUsher {
  readonly url: string;
  readonly pid: number | undefined;
  readonly control: string;
  readonly admin: { readonly name: string; readonly password: string };
  /** An administrator's token. */
  readonly token: string;
  readonly dataDir: string;
  /** What it has printed so far. */
  output(): string;
  /** `GET` or, with a body, `POST` on `/api/v1`, with the token unless told otherwise. */
  api(path: string, init?: ApiInit): Promise<ApiAnswer>;
  /** Sends the signal and waits for the end; gives the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface ApiInit {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly token?: string | null;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface RunOptions {
  readonly env?: Record<string, string>;
  /** The emulator's scenario; `demo` unless told otherwise. */
  readonly scenario?: string;
  /** Those of an Usher before this one; free ones unless told otherwise. */
  readonly ports?: UsherPorts;
}

/** Starts what was built, and waits until it is ready. Rejects with its output if it ends before. */
export async function runUsher(place: DataPlace, { env = {}, scenario = 'demo', ports }: RunOptions = {}): Promise<RunningUsher> {
  const { port, basePort } = ports ?? (await freePorts());
  const token = `test_${randomBytes(24).toString('hex')}`;
  const admin = { name: 'admin', password: randomBytes(12).toString('hex') };
  const usher = spawnUsher({
    ...usherEnv(place, { port, basePort }),
    USHER_API_TOKEN: token,
    USHER_ADMIN_PASSWORD: admin.password,
    EMULATOR_SCENARIO: scenario,
    ...env,
  });
  const url = `http://127.0.0.1:${port}`;
  await usher.ready;
  return {
    url,
    pid: usher.pid,
    control: `http://127.0.0.1:${basePort}`,
    admin,
    token,
    dataDir: place.dataDir,
    output: usher.output,
    api: (apiPath, init = {}) => callApi(`${url}/api/v1${apiPath}`, { token, ...init }),
    async stop(signal = 'SIGTERM') {
      usher.kill(signal);
      const code = await usher.ended;
      place.remove();
      return code;
    },
  };
}

async function callApi(url: string, { method, body, headers = {}, token }: ApiInit): Promise<ApiAnswer> {
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
