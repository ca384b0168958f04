// npm run bench [-- NAME...] [--json FILE]: runs bench/<NAME>.bench.ts, all of them unless named, each in a process of its own.
// npm run bench -- soak: runs bench/soak/*.bench.ts, the long forms of what npm test does shortly.
import { fork } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchTable, isBenchRow } from './bench-table.mjs';
import { root } from './project.mjs';
import { build, install, requireNode } from './set-up.mjs';

const ending = '.bench.ts';

/** The benchmarks of a folder, by name. */
function benchesIn(folder) {
  if (!existsSync(join(root, folder))) return new Map();
  const files = readdirSync(join(root, folder)).filter((name) => name.endsWith(ending)).sort();
  return new Map(files.map((file) => [file.slice(0, -ending.length), join(root, folder, file)]));
}

/** Which files the names on the command line mean. Ends with a sentence for a name that there is not. */
function chosen(names) {
  if (names[0] === 'soak') return [...benchesIn('bench/soak')].filter(([name]) => names.length === 1 || names.includes(name));
  const all = benchesIn('bench');
  const unknown = names.find((name) => !all.has(name));
  if (unknown === undefined) return [...all].filter(([name]) => names.length === 0 || names.includes(name));
  console.error(`There is no benchmark ${unknown}. There are: ${[...all.keys()].join(', ')}, soak.`);
  process.exit(1);
}

/** Runs one file and resolves with its rows; rejects if it ends without them. */
function measure(file) {
  return new Promise((resolve, reject) => {
    const child = fork(join(root, 'scripts/bench-file.mjs'), [file], { cwd: root, execArgv: ['--expose-gc', '--import', 'tsx'] });
    running.add(child);
    let rows = null;
    child.once('message', (message) => {
      rows = Array.isArray(message) && message.every(isBenchRow) ? message : null;
    });
    child.once('exit', (code) => {
      running.delete(child);
      if (code === 0 && rows) resolve(rows);
      else reject(new Error(`${file} ended with ${code} and ${rows ? 'its' : 'no'} rows`));
    });
  });
}

const running = new Set();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    for (const child of running) child.kill('SIGTERM');
    process.exit(1);
  });
}

const { values, positionals } = parseArgs({ options: { json: { type: 'string' } }, allowPositionals: true });
requireNode();
await install();
await build();
const rows = [];
let broken = 0;
for (const [name, file] of chosen(positionals)) {
  console.log(`== ${name}`);
  try {
    const measured = await measure(file);
    rows.push(...measured);
    console.log(benchTable(measured));
  } catch (error) {
    broken += 1;
    console.error(error instanceof Error ? error.message : error);
  }
}
if (values.json) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
process.exitCode = broken > 0 || rows.some((row) => !row.met) ? 1 : 0;
