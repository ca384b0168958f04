import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freeBasePort } from '../support/free-port';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'emulator-cli-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

function start(...flags: string[]) {
  const program = spawn(process.execPath, ['--import', 'tsx', 'server/emulator/cli.ts', '--data-dir', dataDir, ...flags]);
  const output = { out: '', err: '' };
  program.stdout.on('data', (data: Buffer) => (output.out += data.toString()));
  program.stderr.on('data', (data: Buffer) => (output.err += data.toString()));
  const ended = once(program, 'close').then(([code]) => ({ code: code as number | null, ...output }));
  return { program, output, ended };
}

test('the program says where its nodes are, and SIGTERM ends it', async () => {
  const basePort = await freeBasePort();
  const { program, output, ended } = start('--scenario', 'empty', '--base-port', String(basePort));
  await expect.poll(() => output.out, { timeout: 20_000 }).toContain(`Control port http://127.0.0.1:${basePort}`);
  program.kill('SIGTERM');
  expect(await ended).toMatchObject({ code: 0, err: '' });
  expect(output.out).toContain(`http://127.0.0.1:${basePort + 54}  https://127.0.0.1:${basePort + 154}`);
});

test('a port that is taken is a line of JSON that names it, and exit code 1', async () => {
  const basePort = await freeBasePort();
  const squatter = createServer().listen(basePort, '127.0.0.1');
  await once(squatter, 'listening');
  const { code, err } = await start('--scenario', 'empty', '--base-port', String(basePort)).ended;
  squatter.close();
  expect(code).toBe(1);
  expect(JSON.parse(err)).toMatchObject({ code: 'port-taken', port: basePort });
});

test.each([
  [['--scenario', 'nonsense'], 'unknown-scenario'],
  [['--base-port', '70000'], 'invalid'],
  [['--colour', 'red'], 'invalid'],
])('%j is refused with %s', async (flags, expected) => {
  const { code, err } = await start(...flags).ended;
  expect(code).toBe(1);
  expect(JSON.parse(err)).toMatchObject({ code: expected });
});
