import { setTimeout as pause } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { boardCookie } from '@/lib/meeting/board-view';
import type { Cluster } from '@/lib/meeting/call-bridge';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import { AgGridPage, agGridRow } from './ag-grid';
import { compare, type Row } from './harness';
import { LightBridges } from './light-bridges/light-bridges';
import { until, WatchedUsher } from './light-bridges/watched-usher';
import { launchChromium } from '../tests/support/chromium';
import { signIn } from '../tests/support/pages';
import type { RunningUsher } from '../tests/support/usher';

/** 40 meetings in all. */
const size = { bridges: 20, meetingsOfEach: 2, people: 10_000 };
const changesPerSecond = 500;
const rounds = { paint: 15, frames: 5 };
const screen = { width: 1920, height: 1080 };
/** So many columns are in view as a whole. */
const columnsInView = 5;
/** How long frames are counted, and how long one may take before it is slow: three times what a screen takes. */
const countedMs = 8_000;
const slowMs = 50;
const boardRow = '[data-testid^="participant-"]';

/** The board with 10,000 people: how soon it shows somebody, and how smooth it stays while 500 changes a second come and somebody is dragged. */
export async function bench(): Promise<Row[]> {
  const light = await LightBridges.open(size.bridges, size.meetingsOfEach, size.people / size.bridges);
  const watched = await WatchedUsher.open(light, size.people, 0).catch(async (cause: unknown) => {
    await light.close();
    throw cause;
  });
  const browser = await launchChromium();
  const { usher } = watched;
  await operate(usher);
  const meetings = await meetingsIn(usher);
  const agGrid = await AgGridPage.open(await everybodyIn(usher));
  try {
    const context = await browser.newContext({ viewport: screen });
    await arrangeBoard(context, usher, meetings);
    return [await firstPaint(context, usher, agGrid), await slowFrames(context, usher, light)];
  } finally {
    agGrid.close();
    await browser.close();
    await watched.close();
    await light.close();
  }
}

/** People can be moved, as on a board that somebody works with: a new cluster is only observed. */
async function operate(usher: RunningUsher): Promise<void> {
  const { items } = (await usher.api('/clusters?limit=500')).body as { items: Cluster[] };
  for (const { id } of items) await usher.api(`/clusters/${id}`, { method: 'PATCH', body: { mode: 'operate' } });
}

/** Signs in, puts all meetings on the board, and looks at it once. */
async function arrangeBoard(context: BrowserContext, usher: RunningUsher, meetings: readonly Meeting[]): Promise<void> {
  const page = await context.newPage();
  await signIn(page, usher);
  await page.evaluate((pins) => localStorage.setItem('usher-board', pins), JSON.stringify(meetings.map(({ id, name }) => ({ id, name }))));
  await page.goto(`${usher.url}/board`);
  const remembered = async () => (await context.cookies(`${usher.url}/board`)).find(({ name }) => name === boardCookie)?.value;
  await until(async () => (await remembered())?.includes(meetings[0]?.id ?? '') ?? false, 'the board is remembered');
  await page.close();
}

/** All meetings, once everything is known of everybody: what kind somebody is comes last. */
async function meetingsIn(usher: RunningUsher): Promise<Meeting[]> {
  const ofUnknownKind = async () => ((await usher.api('/meetings?kind=unknown&limit=1')).body as { total: number }).total;
  await until(async () => (await ofUnknownKind()) === 0, 'the kind of everybody is known');
  return ((await usher.api('/meetings?limit=500')).body as { items: Meeting[] }).items;
}

async function everybodyIn(usher: RunningUsher): Promise<Participant[]> {
  const people: Participant[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body } = await usher.api(`/participants?limit=500${cursor && `&cursor=${cursor}`}`);
    const { items, nextCursor } = body as { items: Participant[]; nextCursor: string | null };
    people.push(...items);
    cursor = nextCursor;
  }
  return people;
}

function firstPaint(context: BrowserContext, { url }: RunningUsher, agGrid: AgGridPage): Promise<Row> {
  return compare({
    name: `board of ${size.people} people until the first is painted, against ag-grid-community with the same rows (ms)`,
    goal: 0.5,
    rounds: rounds.paint,
    runSubject: () => paintMs(context, `${url}/board`, boardRow),
    runPeer: () => paintMs(context, agGrid.url, agGridRow),
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

async function slowFrames(context: BrowserContext, { url }: RunningUsher, light: LightBridges): Promise<Row> {
  const page = await context.newPage();
  await page.goto(`${url}/board`);
  const columns = page.locator('[data-testid^="board-column-"]').filter({ has: page.locator(boardRow) });
  await columns.nth(columnsInView - 1).waitFor();
  const ids = await columns.evaluateAll((found) => found.map((column) => column.dataset.testid?.slice('board-column-'.length) ?? ''));
  const inView = ids.slice(0, columnsInView);
  const idle = async () => framesPerFrameInTime((await framesMs(page)).frames);
  const busy = async () => {
    const flow = light.flow({ perSecond: changesPerSecond, forMs: countedMs + 3_000, only: inView });
    const drop = await dragAround(page);
    const { frames, redrawn } = await framesMs(page);
    await drop();
    await flow;
    // Rows in view are about a tenth of a column.
    if (redrawn < (changesPerSecond * countedMs) / 1_000 / 20) throw new Error(`only ${redrawn} signs were redrawn`);
    return framesPerFrameInTime(frames);
  };
  const name = `board under ${changesPerSecond} changes/s and a drag: frames in all for each within ${slowMs} ms, against the same page at rest`;
  return compare({ name, goal: 1.2, rounds: rounds.frames, runSubject: busy, runPeer: idle });
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

/** How long each frame of the next seconds takes, in milliseconds, and how often something in a row was drawn anew meanwhile. */
function framesMs(page: Page): Promise<{ frames: number[]; redrawn: number }> {
  return page.evaluate(async (forMs) => {
    let redrawn = 0;
    const observer = new MutationObserver((changes) => (redrawn += changes.length));
    for (const grid of document.querySelectorAll('[role=rowgroup]')) observer.observe(grid, { childList: true, subtree: true });
    const frames: number[] = [];
    const begun = performance.now();
    for (let lastAt = begun; lastAt - begun < forMs; ) {
      const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
      frames.push(now - lastAt);
      lastAt = now;
    }
    observer.disconnect();
    return { frames: frames.slice(1), redrawn };
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
