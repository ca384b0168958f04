import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { diagnosisReportSchema } from '@/lib/trace/diagnosis-report';

const log = readFileSync('lib/trace/examples/guest-move.log');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'diagnose-cli-'));
  for (const bridge of ['cms1', 'cms2']) mkdirSync(path.join(folder, bridge));
  writeFileSync(path.join(folder, 'cms1/event.log'), log);
  writeFileSync(path.join(folder, 'cms2/event.log'), 'Nothing of the kind\n');
  writeFileSync(path.join(folder, 'packed.log.gz'), gzipSync(log));
  execFileSync('mkfifo', [path.join(folder, 'pipe')]);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the program where the files are, as somebody would at a terminal. */
function begin(...args: string[]) {
  const root = process.cwd();
  const program = spawn(process.execPath, ['--import', path.join(root, 'node_modules/tsx/dist/esm/index.mjs'), path.join(root, 'server/diagnoses/cli.ts'), ...args], { cwd: folder, env: { ...process.env, TSX_TSCONFIG_PATH: path.join(root, 'tsconfig.json') } });
  const output = { out: '', err: '' };
  program.stdout.on('data', (data: Buffer) => (output.out += data.toString()));
  program.stderr.on('data', (data: Buffer) => (output.err += data.toString()));
  return { program, ended: once(program, 'close').then(([code]) => ({ code: code as number | null, ...output })) };
}

function run(...args: string[]) {
  return begin(...args).ended;
}

test('the moves are found in logs, packed or not, and told with their day in words; nothing else is said', async () => {
  const { code, out, err } = await run('--time-zone', 'Europe/Berlin', 'packed.log.gz');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^User X \(26de0160-/);
  expect(out).toContain('on 2021-03-04, times in UTC');
  expect(out).toMatch(/ {2}1 {2}14:50:03\.915 .* log packed\.log:1\n/);
});

test('the whole report is JSON, also where nobody reads it to its end', async () => {
  const { code, out, err } = await run('--json', '--numeric-id', '1002', 'cms1/event.log');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(diagnosisReportSchema.parse(JSON.parse(out)).moves).toHaveLength(1);
  const { program, ended } = begin('--json', 'cms1/event.log');
  program.stdout.destroy();
  expect((await ended).err).toBe('');
});

test('where there is no move in the files the exit code is 1, and it is said why', async () => {
  expect(await run('cms2/event.log')).toEqual({ code: 1, out: 'No move was found in these files.\n\nevent.log: 1 line was without a time of a log.\n', err: '' });
});

test('files of one name are told apart by the folders that they are in', async () => {
  const { out } = await run('cms1/event.log', 'cms2/event.log', 'packed.log.gz');
  expect(out).toContain('log cms1/event.log:1');
  expect(out).toContain('cms2/event.log: 1 line was without a time of a log.');
});

test('where anything is wrong with what is given nothing is read, the exit code is 2, and it is said what', async () => {
  const wrong: readonly (readonly [string[], RegExp])[] = [
    [[], /^Usage: /],
    [['cms1/event.log', 'cms3/event.log', 'pipe'], /^cms3\/event\.log: There is no such file\.\npipe: This is no file that can be read twice, as a pipe cannot\. Save what comes from it to a file\.\n$/],
    [['--numeric-id', '1002a', 'cms1/event.log'], /^1002a is no numeric id\./],
    [['--time-zone', 'Mars/Olympus', 'cms1/event.log'], /^Mars\/Olympus is no time zone\./],
    [['--jsno', 'cms1/event.log'], /^Unknown option '--jsno'\nUsage: /],
  ];
  for (const [args, message] of wrong) {
    const { code, out, err } = await run(...args);
    expect({ code, out }, args.join(' ')).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
  }
});

test('who asks for help gets it', async () => {
  const { code, out, err } = await run('-h');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^Usage: .*FILE\.\.\.\n/);
});
