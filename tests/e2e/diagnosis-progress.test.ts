import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityProblems } from '../support/accessibility';
import { launchChromium } from '../support/chromium';
import { signIn, visit } from '../support/pages';
import { startUsher, type RunningUsher } from '../support/usher';

let browser: Browser;
let usher: RunningUsher;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'usher-long-log-'));
  [browser, usher] = await Promise.all([launchChromium(), startUsher({ env: { EMULATOR: 'off' } })]);
});
afterAll(async () => {
  await browser?.close();
  await usher?.stop();
  rmSync(folder, { recursive: true });
});

/** A log of so many packed pieces of 10 MB, each of which takes a tenth of a second to read. */
function longLog(pieces: number): string {
  const lines = Array.from({ length: 90_000 }, (_, at) => `2026-03-04  10:00:${String(at % 60).padStart(2, '0')}.${String(at % 1_000).padStart(3, '0')}  Info  call ${at}: setting up UDT RTP session for DTLS (combined media and control)\n`);
  const packed = gzipSync(lines.join(''), { level: 1 });
  const file = path.join(folder, 'long.log.gz');
  writeFileSync(file, Buffer.concat(Array.from({ length: pieces }, () => packed)));
  return file;
}

test('while a long log is read the page shows how much has been, and Stop ends it there and then', async () => {
  const { page, errors } = await visit(browser, { reducedMotion: 'reduce' });
  await signIn(page, usher);
  await page.goto(`${usher.url}/diagnoses`);
  await page.getByLabel('Files to diagnose').setInputFiles(longLog(100));
  const bar = page.getByRole('progressbar', { name: 'Reading them, line by line' });
  await bar.waitFor();
  const percent = async () => Number(await bar.getAttribute('aria-valuenow'));
  const first = await percent();
  await expect.poll(percent).toBeGreaterThan(first);
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('button', { name: 'Stop' }).click();
  await bar.waitFor({ state: 'detached' });
  await expect.poll(() => readdirSync(path.join(usher.dataDir, 'diagnoses'))).toEqual([]);
  await page.getByText('Drop logs and HARs here').waitFor();
  expect(errors).toEqual([]);
});
