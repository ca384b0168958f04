import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { Meeting } from '@/lib/meeting/meeting';
import { launchChromium } from './chromium';
import { pinOnBoard, signIn, visit } from './pages';
import { startStage, type Stage } from './stage';
import type { UsherOptions } from './usher';

/** The boards that the tests of a file look at, on one stage. */
export interface Boards {
  /** There once the tests begin. */
  readonly stage: Stage;
  /** Signs in, as the administrator unless said, in a browser of its own that is closed after the test, and puts these meetings on the board. */
  open(meetings: readonly Meeting[], screen?: BrowserContextOptions, account?: { name: string; password: string }): Promise<Page>;
}

/** Starts a stage and a browser before the tests of the file, and ends both after them. */
export function boardsForTests(options: UsherOptions = {}): Boards {
  let started: { browser: Browser; stage: Stage } | null = null;
  const pages: Page[] = [];
  const now = () => {
    if (!started) throw new Error('Only inside tests and hooks.');
    return started;
  };
  beforeAll(async () => {
    started = { browser: await launchChromium(), stage: await startStage(options) };
  });
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.context().close();
  });
  afterAll(async () => {
    await started?.browser.close();
    await started?.stage.stop();
  });
  return {
    get stage() {
      return now().stage;
    },
    async open(meetings, screen = {}, account = now().stage.admin) {
      const { page } = await visit(now().browser, screen);
      pages.push(page);
      await signIn(page, now().stage, account);
      await pinOnBoard(page, now().stage, meetings);
      return page;
    },
  };
}
