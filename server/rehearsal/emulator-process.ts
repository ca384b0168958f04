import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { z } from 'zod';
import { ProblemError } from '@/lib/problem/problem';
import { askControl } from '@/server/rehearsal/control-request';
import { holdLease } from '@/server/rehearsal/lease';

/** What the emulator says of itself at its control port. */
const descriptionSchema = z.object({
  instance: z.string(),
  build: z.string(),
  scenario: z.string(),
  basePort: z.number(),
  authority: z.string(),
  account: z.object({ user: z.string(), password: z.string() }),
  nodes: z.array(
    z.object({
      kind: z.enum(['call-bridge', 'web-bridge']),
      name: z.string(),
      cluster: z.string(),
      version: z.string(),
      http: z.string(),
      https: z.string(),
    }),
  ),
});
export type EmulatorDescription = z.infer<typeof descriptionSchema>;

export interface Rehearsal {
  readonly description: EmulatorDescription;
  /** Tells the emulator to end, and waits until it has heard. */
  stop(): Promise<void>;
}

export interface RehearsalOptions {
  readonly scenario: string;
  readonly basePort: number;
  readonly dataDir: string;
  /** The built program. */
  readonly program: string;
  readonly log: Logger;
}

interface Identity {
  readonly instance: string;
  readonly build: string;
}

/** One that ends is noticed at once; this is for one that hangs, on a machine that is busy. */
const startWithinMs = 120_000;
const lookAgainMs = 50;

/**
 * The emulator as a process of its own: an earlier one of the same data directory, build, scenario and ports is adopted, else one
 * is started. It lives as long as somebody holds a lease on it. Problem: `port-taken` where another program has its ports.
 */
export async function startRehearsal(options: RehearsalOptions): Promise<Rehearsal> {
  const control = `http://127.0.0.1:${options.basePort}`;
  const own: Identity = {
    instance: digest(path.resolve(options.dataDir)),
    build: digest(readFileSync(options.program)),
  };
  const running = await describeEmulator(control);
  if (running === 'somebody else' || (running && !isOurs(running, options, own))) throw portTaken(options.basePort);
  const description = running ?? (await launch(options, own, control));
  const lease = holdLease(`${control}/lease`, options.log);
  return {
    description,
    async stop() {
      lease.end();
      await askControl(`${control}/stop`, 'POST').catch((error: unknown) =>
        options.log.warn({ err: error }, 'the emulator did not hear that it may end; without a lease it will by itself'),
      );
    },
  };
}

/** Who listens at the control port: an emulator, somebody else, or nobody (null). */
async function describeEmulator(control: string): Promise<EmulatorDescription | 'somebody else' | null> {
  try {
    const parsed = descriptionSchema.safeParse(JSON.parse(await askControl(control)));
    return parsed.success ? parsed.data : 'somebody else';
  } catch (error) {
    return refused(error) ? null : 'somebody else';
  }
}

function isOurs(found: EmulatorDescription, { scenario, basePort }: RehearsalOptions, own: Identity): boolean {
  return found.instance === own.instance && found.build === own.build && found.scenario === scenario && found.basePort === basePort;
}

/** Starts the program in a process group of its own, with its log in the data directory: a pipe would break when Usher ends. */
async function launch(options: RehearsalOptions, own: Identity, control: string): Promise<EmulatorDescription> {
  const dataDir = path.join(options.dataDir, 'emulator');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const logFile = path.join(dataDir, 'emulator.log');
  const out = openSync(logFile, 'w', 0o600);
  const flags = { scenario: options.scenario, 'base-port': String(options.basePort), 'data-dir': dataDir, instance: own.instance };
  const args = [options.program, '--ends-with-leases', ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value])];
  const child = spawn(process.execPath, args, { detached: true, stdio: ['ignore', out, out] });
  closeSync(out);
  child.unref();
  let ended = false;
  child.once('exit', () => (ended = true));
  child.once('error', () => (ended = true));
  const giveUpAt = Date.now() + startWithinMs;
  while (!ended && Date.now() < giveUpAt) {
    const found = await describeEmulator(control);
    if (found && found !== 'somebody else' && isOurs(found, options, own)) return found;
    await pause(lookAgainMs);
  }
  throw failedToStart(readFileSync(logFile, 'utf8'), options, logFile);
}

function failedToStart(log: string, { basePort, scenario }: RehearsalOptions, logFile: string): ProblemError {
  const code = /"code":"([\w-]+)"/.exec(log)?.[1];
  if (code === 'port-taken') return portTaken(Number(/"port":(\d+)/.exec(log)?.[1] ?? basePort));
  if (code === 'unknown-scenario') {
    return new ProblemError(
      'invalid',
      `EMULATOR_SCENARIO=${scenario} is no scenario. Set demo, empty or scale:<call bridges>x<people>, such as scale:4x100.`,
    );
  }
  return new ProblemError('unavailable', `The emulator did not start. Its log is ${logFile}.`);
}

function portTaken(port: number): ProblemError {
  return new ProblemError(
    'port-taken',
    `Port ${port}, which the emulator needs, is used by another program, or by the emulator of another or an earlier Usher. Stop ` +
      'that one (an emulator that nobody uses ends by itself within a minute), or set EMULATOR_BASE_PORT to another value.',
  );
}

function refused(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
}

function digest(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}
