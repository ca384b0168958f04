// npm test: everything from a fresh clone to one line that counts. Exits with 0 only if all is well.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium, findProgram } from './find-chromium.mjs';
import { root } from './project.mjs';
import { runStep } from './run-step.mjs';
import { build, install, requireNode } from './set-up.mjs';
import { countStep, countVitest, isGood, sum, summaryLine } from './test-summary.mjs';

const minuteMs = 60_000;
const inCi = process.env.CI === 'true' || process.env.CI === '1';
const reports = mkdtempSync(join(tmpdir(), 'usher-test-reports-'));

/** The tests set up their own Ushers: what is set for the one of the person who runs them is not theirs. */
function forgetOwnSettings() {
  for (const name of Object.keys(process.env)) {
    if (/^(USHER_|EMULATOR)/.test(name) || ['DATABASE_URL', 'PORT', 'HOST', 'NODE_ENV'].includes(name)) delete process.env[name];
  }
}

/** As root on Debian what the tests need beside Node can be installed; elsewhere they say what is missing, and fail. */
async function providePrograms() {
  const missing = [...(findChromium() ? [] : ['chromium']), ...['curl', 'jq'].filter((name) => !findProgram([name]))];
  if (missing.length > 0 && process.getuid?.() === 0 && (await succeeds('apt-get', ['--version']))) {
    console.log(`Installing for the tests: ${missing.join(', ')}.`);
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await succeeds('apt-get', ['update', '-qq'], { env });
    await succeeds('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], { env, timeoutMs: 10 * minuteMs });
  }
  const chromium = findChromium();
  if (chromium) process.env.CHROMIUM = chromium;
  else console.error('No Chromium or Chrome was found. Install one, or name it with CHROMIUM=/path/to/it.');
}

function succeeds(program, args, options) {
  return runStep(program, args, options).then(
    (code) => code === 0,
    () => false,
  );
}

async function step(title, bin, args, timeoutMs) {
  console.log(`\n== ${title}`);
  return runStep(process.execPath, [join(root, 'node_modules', bin), ...args], { timeoutMs });
}

async function vitest(title, projects, timeoutMs) {
  const report = join(reports, `${projects.join('-')}.json`);
  const args = projects.flatMap((project) => ['--project', project]);
  const code = await step(
    title,
    'vitest/vitest.mjs',
    ['run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    timeoutMs,
  );
  return countVitest(report, code);
}

requireNode();
forgetOwnSettings();
await install();
await providePrograms();
await build();
const counts = [
  countStep(await step('Lint', 'eslint/bin/eslint.js', ['.', '--max-warnings', '0'], 5 * minuteMs)),
  countStep(await step('Types', 'typescript/bin/tsc', ['--noEmit'], 5 * minuteMs)),
  await vitest('Unit and contract tests', ['unit', 'contract'], 30 * minuteMs),
  await vitest('Browser tests', ['e2e'], 30 * minuteMs),
];
rmSync(reports, { recursive: true, force: true });
const total = sum(counts);
console.log(`\n${summaryLine(total)}`);
process.exitCode = isGood(total, inCi) ? 0 : 1;
