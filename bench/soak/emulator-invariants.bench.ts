import { spawnSync } from 'node:child_process';
import type { Row } from '../harness';

const runs = 300;
const commands = 100_000;

/** The emulator under random commands, over its sockets and in one bridge's world, many more than `npm test` takes. */
export function bench(): Promise<Row[]> {
  return Promise.resolve([
    soak(`emulator, ${runs} random sequences (runs failed)`, runs, 'contract', 'tests/contract/emulator-invariants.test.ts', {
      EMULATOR_SOAK_RUNS: String(runs),
    }),
    soak(`emulator's world, ${commands} random commands (runs failed)`, commands, 'unit', 'server/emulator/call-bridge/world/random-commands.test.ts', {
      EMULATOR_SOAK_COMMANDS: String(commands),
    }),
  ]);
}

function soak(name: string, against: number, project: string, file: string, wanted: Record<string, string>): Row {
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', project, file];
  const { status } = spawnSync(process.execPath, args, { env: { ...process.env, ...wanted }, stdio: 'inherit' });
  const failed = status === 0 ? 0 : 1;
  return { name, subject: failed, against, ratio: failed / against, spread: 0, goal: 0, met: failed === 0 };
}
