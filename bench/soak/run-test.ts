import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import type { Row } from '../harness';

/** What a run draws from: what the environment says, or a number by chance, which is printed so that the run can be had again. */
export function drawnSeed(name: string): Record<string, string> {
  const seed = process.env[name] ?? String(randomInt(1_000_000));
  console.log(`  ${name}=${seed}`);
  return { [name]: seed };
}

/** Runs a test file of `npm test` with other numbers, and tells whether it failed. @param against how many times it does what it does */
export function runTest(name: string, against: number, project: string, file: string, wanted: Record<string, string>): Row {
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', project, file];
  const { status } = spawnSync(process.execPath, args, { env: { ...process.env, ...wanted }, stdio: 'inherit' });
  const failed = status === 0 ? 0 : 1;
  return { name, subject: failed, against, ratio: failed / against, spread: 0, goal: 0, met: failed === 0 };
}
