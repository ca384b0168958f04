// npm run pictures: starts Usher with its rehearsal on free ports and fresh data, and photographs the board while somebody is dragged,
// light and dark, into docs/pictures.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './find-chromium.mjs';
import { root } from './project.mjs';
import { build, install, requireNode } from './set-up.mjs';

const account = { name: 'admin', password: 'for the picture only' };
const basePort = 24_400;
const columns = 3;

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Starts the built Usher and resolves once it says that it is ready. */
async function startUsher(dataDir) {
  const port = await freePort();
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    PORT: String(port),
    USHER_URL: `http://127.0.0.1:${port}`,
    USHER_DATA_DIR: dataDir,
    USHER_ADMIN_PASSWORD: account.password,
    EMULATOR_BASE_PORT: String(basePort),
    USHER_SYSLOG_PORT: String(basePort + 22),
  };
  const child = spawn(process.execPath, [join(root, 'scripts/usher.mjs')], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const stop = () =>
    new Promise((resolve) => {
      if (child.exitCode !== null) return resolve();
      child.once('exit', resolve);
      child.kill('SIGTERM');
    });
  await new Promise((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
      if (said.includes('Usher is ready')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`Usher ended with ${code}`)));
  });
  return { url: env.USHER_URL, stop };
}

async function openBoard(browser, url, colorScheme) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 810 }, deviceScaleFactor: 2, colorScheme });
  const page = await context.newPage();
  await page.goto(`${url}/board`);
  await page.getByLabel('Name').fill(account.name);
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${url}/board`);
  await page.locator('[data-testid^="participant-"]').nth(columns).waitFor();
  return page;
}

/** Takes somebody up in the first column, holds him over the second and takes the picture. */
async function photographDrag(page, path) {
  const column = page.locator('[data-testid^="board-column-"]');
  const person = column.nth(0).locator('[data-testid^="participant-"]').nth(1);
  const [from, to] = [await person.boundingBox(), await column.nth(1).boundingBox()];
  await page.mouse.move(from.x + 60, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + 90, from.y + from.height / 2 + 10, { steps: 5 });
  await page.mouse.move(to.x + to.width / 2, to.y + 180, { steps: 15 });
  await column.nth(1).getByTestId('column-answer').waitFor();
  await page.screenshot({ path });
  await page.keyboard.press('Escape');
  await page.mouse.up();
}

requireNode();
await install();
await build();
const { chromium } = await import('playwright-core');
const executablePath = findChromium();
if (executablePath === null) throw new Error('No Chromium or Chrome was found. Install one, or name it with CHROMIUM=/path/to/it.');
const pictures = join(root, 'docs/pictures');
mkdirSync(pictures, { recursive: true });
const dataDir = mkdtempSync(join(tmpdir(), 'usher-pictures-'));
const usher = await startUsher(dataDir);
const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
try {
  for (const theme of ['light', 'dark']) {
    await photographDrag(await openBoard(browser, usher.url, theme), join(pictures, `board-${theme}.png`));
    console.log(`docs/pictures/board-${theme}.png`);
  }
} finally {
  await browser.close();
  await usher.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
