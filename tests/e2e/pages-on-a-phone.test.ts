import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../support/chromium';
import { signIn, visit } from '../support/pages';
import { meetingNamed, startStage, type Stage } from '../support/stage';

let browser: Browser;
let stage: Stage;
let page: Page;

beforeAll(async () => {
  [browser, stage] = await Promise.all([launchChromium(), startStage()]);
  ({ page } = await visit(browser, { viewport: { width: 390, height: 844 }, reducedMotion: 'reduce', hasTouch: true }));
  await stage.api('/tokens', { body: { name: 'Script that reports what became of moves', role: 'viewer' } });
  await stage.bringIn({ name: 'Boardroom', numericId: '1001', callBridge: 'cbcms1' });
  await signIn(page, stage);
});
afterAll(async () => {
  await browser?.close();
  await stage?.stop();
});

/** Parts that have to be scrolled sideways; commands that are copied in one piece may be longer than they show. */
const tooWide = () =>
  page.evaluate(() =>
    [...document.querySelectorAll('main, main :not(code)')]
      .filter((part) => part.scrollWidth > part.clientWidth + 1 && ['auto', 'scroll'].includes(getComputedStyle(part).overflowX))
      .map((part) => `${part.tagName} ${part.getAttribute('aria-label') ?? part.className}: ${part.scrollWidth} of ${part.clientWidth} pixels`),
  );

test.each([
  ['/call-bridges', 'Options for cbcms2'],
  ['/people', 'Options for admin'],
  ['/settings', 'Delete… Script that reports what became of moves'],
])('what can be done about one of several at %s is at hand without scrolling sideways', async (path, name) => {
  await page.goto(`${stage.url}${path}`);
  const button = page.getByRole('button', { name });
  await button.waitFor();
  await expect.poll(tooWide).toEqual([]);
  await button.tap();
  await page.locator('[role=menu], [role=alertdialog], [role=dialog]').first().waitFor();
});

test.each([
  ['/meetings', 'Meetings'],
  ['/moves', 'Moves'],
  ['/diagnoses', 'Diagnoses'],
  ['/audit', 'Audit'],
  ['/rehearsal', 'Rehearsal'],
])('%s has nothing beside the screen', async (path, title) => {
  await page.goto(`${stage.url}${path}`);
  await page.getByRole('heading', { name: title, exact: true }).waitFor();
  await expect.poll(tooWide).toEqual([]);
});

test('a meeting has nothing beside the screen', async () => {
  const { id } = await meetingNamed(stage, 'Space 1');
  await page.goto(`${stage.url}/meetings/${encodeURIComponent(id)}`);
  await page.getByText('Boardroom').first().waitFor();
  await expect.poll(tooWide).toEqual([]);
});
