import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runStep } from './run-step.mjs';

const node = process.execPath;
const step = fileURLToPath(new URL('./run-step.mjs', import.meta.url));

test('the exit code of the program is the answer', async () => {
  expect(await runStep(node, ['-e', 'process.exit(3)'])).toBe(3);
  expect(await runStep(node, ['-e', 'process.kill(process.pid, "SIGKILL")'])).toBe(137);
});

test('a program that does not exist is an error', async () => {
  await expect(runStep('/nowhere/program', [])).rejects.toThrow('ENOENT');
});

test('a program over its time is ended, with what it started', async () => {
  expect(await runStep('sh', ['-c', 'sleep 1000 & sleep 1000'], { timeoutMs: 50 })).toBe(143);
});

test('a signal ends the program, what it started, and then the one who ran it', async () => {
  // The innermost program holds the pipe, and does not react to SIGTERM.
  const inner = `process.on('SIGTERM', () => {}); console.log('ready'); setInterval(() => {}, 1000)`;
  const middle = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(inner)}], { stdio: 'inherit' })`;
  const outer = `import { runStep } from ${JSON.stringify(step)}; await runStep(process.execPath, ['-e', ${JSON.stringify(middle)}])`;
  const runner = spawn(node, ['--input-type=module', '-e', outer], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => runner.stdout.once('data', resolve));
  // 'close' comes once nobody holds the pipe any more.
  const closed = new Promise((resolve) => runner.once('close', resolve));
  runner.kill('SIGTERM');
  expect(await closed).toBe(143);
});
