import type { Browser, Page } from 'playwright-core';
import { withinLimit, type Row } from './harness';
import { launchChromium } from '../tests/support/chromium';
import { signIn } from '../tests/support/pages';
import { startUsher, type RunningUsher } from '../tests/support/usher';

const mostKilobytes = 200;
const rounds = 3;
/** For how long nothing may be under way before a page counts as loaded: what it fetches in advance belongs to it. */
const quietMs = 1_000;

/** How many compressed bytes of JavaScript Chromium fetches for the board, with nothing in its cache. */
export async function bench(): Promise<Row[]> {
  const usher = await startUsher();
  const browser = await launchChromium();
  try {
    const sizes: number[] = [];
    for (let round = 0; round < rounds; round += 1) sizes.push(await kilobytesOfBoard(browser, usher));
    return [withinLimit(`JavaScript of the board, compressed (kB), against ${mostKilobytes} kB`, sizes, mostKilobytes)];
  } finally {
    await browser.close();
    await usher.stop();
  }
}

async function kilobytesOfBoard(browser: Browser, usher: RunningUsher): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    await signIn(await context.newPage(), usher);
    const page = await context.newPage();
    const scripts = await countScripts(page);
    await page.goto(`${usher.url}/board`);
    await page.locator('[data-testid^="participant-"]').first().waitFor();
    return (await scripts.bytesOnceQuiet()) / 1_000;
  } finally {
    await context.close();
  }
}

/** Counts what comes over the wire for scripts, headers included, from now on and without a cache. */
async function countScripts(page: Page): Promise<{ bytesOnceQuiet(): Promise<number> }> {
  const network = await page.context().newCDPSession(page);
  const scripts = new Set<string>();
  let bytes = 0;
  let lastAt = performance.now();
  network.on('Network.responseReceived', ({ requestId, type, response }) => {
    lastAt = performance.now();
    if (type === 'Script' || response.mimeType.includes('javascript')) scripts.add(requestId);
  });
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    lastAt = performance.now();
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await network.send('Network.enable');
  await network.send('Network.setCacheDisabled', { cacheDisabled: true });
  return {
    async bytesOnceQuiet() {
      while (performance.now() - lastAt < quietMs) await page.waitForTimeout(50);
      return bytes;
    },
  };
}
