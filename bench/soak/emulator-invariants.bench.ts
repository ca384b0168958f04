import { spawnSync } from 'node:child_process';
import type { Row } from '../harness';

const runs = 300;

/** The emulator's world under random commands, for many more sequences than `npm test` takes: how many of the runs failed. */
export function bench(): Promise<Row[]> {
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'contract', 'tests/contract/emulator-invariants.test.ts'];
  const env = { ...process.env, EMULATOR_SOAK_RUNS: String(runs) };
  const { status } = spawnSync(process.execPath, args, { env, stdio: 'inherit' });
  const failed = status === 0 ? 0 : 1;
  return Promise.resolve([
    { name: `emulator, ${runs} random sequences (runs failed)`, subject: failed, against: runs, ratio: failed / runs, spread: 0, goal: 0, met: failed === 0 },
  ]);
}
