import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freeBasePort } from '../tests/support/free-port';

/** The built emulator as a process of its own, as people run it. */
export interface EmulatorProcess {
  readonly process: ChildProcess;
  readonly control: string;
  /** Addresses of its call bridges, over HTTP. */
  readonly callBridges: readonly string[];
  /** Their names, by address. */
  readonly names: ReadonlyMap<string, string>;
  /** `Authorization` of its API account. */
  readonly authorization: string;
  close(): Promise<void>;
}

/** @param scenario as `--scenario` takes it @param args further options */
export async function startEmulatorProcess(scenario: string, ...args: string[]): Promise<EmulatorProcess> {
  const basePort = await freeBasePort();
  const dataDir = mkdtempSync(path.join(tmpdir(), 'usher-bench-emulator-'));
  const options = ['--scenario', scenario, '--base-port', String(basePort), '--data-dir', dataDir, ...args];
  const child = spawn(process.execPath, ['dist/emulator.cjs', ...options], { stdio: 'ignore' });
  const control = `http://127.0.0.1:${basePort}`;
  const description = await describe(control, child);
  const { user, password } = description.account;
  const callBridges = description.nodes.filter(({ kind }) => kind === 'call-bridge');
  return {
    process: child,
    control,
    callBridges: callBridges.map(({ http }) => http),
    names: new Map(callBridges.map(({ http, name }) => [http, name])),
    authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
    async close() {
      if (child.exitCode === null && child.kill('SIGTERM')) await once(child, 'exit');
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

interface Description {
  account: { user: string; password: string };
  nodes: { kind: string; name: string; http: string }[];
}

/** The control port opens last, once the scenario's people are in. */
async function describe(control: string, child: ChildProcess): Promise<Description> {
  for (;;) {
    const answer = await fetch(control).catch(() => null);
    if (answer?.ok) return (await answer.json()) as Description;
    if (child.exitCode !== null) throw new Error(`the emulator ended with ${child.exitCode}`);
    await pause(20);
  }
}
