import { setTimeout as pause } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { agGridPages, agGridRow } from './ag-grid';
import { BoardStandIn } from './board-stand-in';
import { compare, type Row } from './harness';
import { launchChromium } from '../tests/support/chromium';
import { freePort } from '../tests/support/free-port';
import { signIn } from '../tests/support/pages';
import { startUsher } from '../tests/support/usher';

const size = { meetings: 40, people: 10_000 };
const changesPerSecond = 500;
const rounds = { paint: 9, frames: 5 };
/** How long frames are counted, and how long one may take before it is slow: three times what a screen takes. */
const countedMs = 8_000;
const slowMs = 50;
const boardRow = '[data-testid^="participant-"]';

/** The board with 10,000 people: how soon it shows somebody, and how smooth it stays while 500 changes a second come and somebody is dragged. */
export async function bench(): Promise<Row[]> {
  const [port, browser] = [await freePort(), await launchChromium()];
  const usher = await startUsher({ env: { EMULATOR: 'off', USHER_URL: `http://127.0.0.1:${port}` } });
  const pages = new Map<string, { type: string; body: string | Buffer }>();
  const standIn = new BoardStandIn({ ...size, port, usherPort: Number(new URL(usher.url).port), pages });
  for (const [path, page] of agGridPages(standIn.people)) pages.set(path, page);
  await standIn.listen();
  try {
    const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
    const page = await context.newPage();
    await signIn(page, { ...usher, url: standIn.url });
    await page.evaluate((pins) => localStorage.setItem('usher-board', pins), JSON.stringify(standIn.meetings));
    await page.close();
    return [await firstPaint(context, standIn), await slowFrames(context, standIn)];
  } finally {
    standIn.close();
    await browser.close();
    await usher.stop();
  }
}

function firstPaint(context: BrowserContext, { url }: BoardStandIn): Promise<Row> {
  return compare({
    name: `board of ${size.people} people until the first is painted, against ag-grid-community with the same rows (ms)`,
    goal: 0.5,
    rounds: rounds.paint,
    runSubject: () => paintMs(context, `${url}/board`, boardRow),
    runPeer: () => paintMs(context, `${url}/ag-grid`, agGridRow),
  });
}

/** Milliseconds from the beginning of the navigation until the frame after the first row has been put in. */
async function paintMs(context: BrowserContext, url: string, row: string): Promise<number> {
  const page = await context.newPage();
  try {
    await page.addInitScript((selector) => {
      const paintedMs = new Promise<number>((resolve) => {
        const observer = new MutationObserver(() => {
          if (!document.querySelector(selector)) return;
          observer.disconnect();
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
        });
        observer.observe(document, { childList: true, subtree: true });
      });
      Object.assign(globalThis, { paintedMs });
    }, row);
    await page.goto(url, { waitUntil: 'commit' });
    const painted = page.evaluate(() => (globalThis as unknown as { paintedMs: Promise<number> }).paintedMs);
    return await Promise.race([painted, failLate()]);
  } finally {
    await page.close();
  }
}

async function slowFrames(context: BrowserContext, standIn: BoardStandIn): Promise<Row> {
  const page = await context.newPage();
  await page.goto(`${standIn.url}/board`);
  await page.locator(boardRow).first().waitFor();
  const idle = async () => framesPerFrameInTime(await framesMs(page));
  const busy = async () => {
    standIn.say(changesPerSecond);
    const drop = await dragAround(page);
    const frames = await framesMs(page);
    await drop();
    standIn.say(0);
    return framesPerFrameInTime(frames);
  };
  const name = `board under ${changesPerSecond} changes/s and a drag: frames in all for each within ${slowMs} ms, against the same page at rest`;
  const row = await compare({ name, goal: 1.2, rounds: rounds.frames, runSubject: busy, runPeer: idle });
  await page.close();
  return row;
}

/** Takes somebody up and carries them over the columns, to and fro, until the returned function puts them back. */
async function dragAround(page: Page): Promise<() => Promise<void>> {
  const box = await page.locator(boardRow).nth(3).boundingBox();
  if (!box) throw new Error('nobody is on the board');
  await page.mouse.move(box.x + 60, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + 90, box.y + 20, { steps: 5 });
  await page.getByTestId('column-answer').first().waitFor();
  let carrying = true;
  const carry = async () => {
    for (let step = 0; carrying; step += 1) {
      const around = (step / 40) * 2 * Math.PI;
      await page.mouse.move(900 + 500 * Math.cos(around), 500 + 200 * Math.sin(around));
      await page.waitForTimeout(25);
    }
  };
  const carried = carry().catch((error: unknown) => error);
  return async () => {
    carrying = false;
    const error = await carried;
    if (error) throw error;
    await page.keyboard.press('Escape');
    await page.mouse.up();
  };
}

/** How long each frame of the next seconds takes, in milliseconds. */
function framesMs(page: Page): Promise<number[]> {
  return page.evaluate(async (forMs) => {
    const frames: number[] = [];
    const begun = performance.now();
    for (let lastAt = begun; lastAt - begun < forMs; ) {
      const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
      frames.push(now - lastAt);
      lastAt = now;
    }
    return frames.slice(1);
  }, countedMs);
}

/** One in how many frames came in time: 1 where none was slow. A page at rest has hardly any, so that the slow ones alone have no ratio. */
function framesPerFrameInTime(frames: readonly number[]): number {
  return frames.length / frames.filter((ms) => ms <= slowMs).length;
}

/** A page that paints nothing at all is a mistake of the benchmark. */
async function failLate(): Promise<never> {
  await pause(30_000, undefined, { ref: false });
  throw new Error('nothing was painted within 30 s');
}
