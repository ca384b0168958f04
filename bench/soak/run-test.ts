import { spawnSync } from 'node:child_process';
import type { Row } from '../harness';

/** Runs a test file of `npm test` with other numbers, and tells whether it failed. @param against how many times it does what it does */
export function runTest(name: string, against: number, project: string, file: string, wanted: Record<string, string>): Row {
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', project, file];
  const { status } = spawnSync(process.execPath, args, { env: { ...process.env, ...wanted }, stdio: 'inherit' });
  const failed = status === 0 ? 0 : 1;
  return { name, subject: failed, against, ratio: failed / against, spread: 0, goal: 0, met: failed === 0 };
}
