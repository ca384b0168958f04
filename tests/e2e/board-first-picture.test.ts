import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { boardCookie } from '@/lib/meeting/board-view';
import type { Meeting } from '@/lib/meeting/meeting';
import { launchChromium } from '../support/chromium';
import { CookieBrowser } from '../support/cookie-browser';
import { boxOf, column, drag, pinOnBoard, row, signIn, visit } from '../support/pages';
import { meetingNamed, patience, startStage, type Stage } from '../support/stage';

let browser: Browser;
let stage: Stage;
let spaces: [Meeting, Meeting];

beforeAll(async () => {
  [browser, stage] = [await launchChromium(), await startStage()];
  await stage.bringIn({ name: 'Guest One', numericId: '1001', cluster: 'webapp.com' });
  await stage.bringIn({ name: 'Guest Two', numericId: '1002', cluster: 'webapp.com' });
  spaces = [await meetingNamed(stage, 'Space 2'), await meetingNamed(stage, 'Space 1')];
});
afterAll(async () => {
  await browser.close();
  await stage.stop();
});

/** Somebody who has both spaces on the board, in an order of their own, and has looked at it. */
async function whoHasLookedAtIt(): Promise<{ context: BrowserContext; page: Page; errors: string[] }> {
  const { page, errors } = await visit(browser);
  await signIn(page, stage);
  await pinOnBoard(page, stage, spaces);
  await row(page, spaces[0].id, 'Guest Two').waitFor();
  const remembered = async () => (await page.context().cookies(`${stage.url}/board`)).find(({ name }) => name === boardCookie)?.value;
  await expect.poll(remembered, patience).toContain(`.${spaces[0].id}.${spaces[1].id}`);
  return { context: page.context(), page, errors };
}

test('the first answer shows the people of the first columns, before any script has run', async () => {
  const { context } = await whoHasLookedAtIt();
  const page = await context.newPage();
  await page.route('**/*.js*', () => undefined);
  await page.goto(`${stage.url}/board`, { waitUntil: 'commit' });
  await row(page, spaces[0].id, 'Guest Two').waitFor();
  await row(page, spaces[1].id, 'Guest One').waitFor();
  const leftOf = async ({ id }: Meeting) => (await column(page, id).boundingBox())?.x ?? NaN;
  // Rows are there before the style sheet is.
  await expect.poll(async () => (await leftOf(spaces[0])) < (await leftOf(spaces[1])), patience).toBe(true);
  expect(await page.locator('[data-board]').getAttribute('inert'), 'what nothing would come of cannot be pressed').not.toBeNull();
  await page.getByText('This is how it was when the page was opened.').waitFor();
  await context.close();
});

test('the browser takes over what is there, and nothing of it goes away or is said against it', async () => {
  const { context } = await whoHasLookedAtIt();
  const page = await context.newPage();
  const said: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') said.push(message.text());
  });
  page.on('pageerror', (error) => said.push(String(error)));
  await page.addInitScript(() => {
    const gone: string[] = [];
    Object.assign(globalThis, { gone });
    new MutationObserver((changes) => {
      const removed = changes.flatMap(({ removedNodes }) => [...removedNodes]).filter((node) => node instanceof HTMLElement);
      gone.push(...removed.filter((node) => node.closest('[data-testid]') ?? node.querySelector('[data-testid^="participant-"]')).map((node) => node.outerHTML));
      if (document.querySelector('[aria-label^="Loading the"]')) gone.push('a skeleton');
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(`${stage.url}/board`);
  await page.getByTestId('coverage').filter({ hasText: 'bridges live' }).waitFor();
  const guest = row(page, spaces[0].id, 'Guest Two');
  await guest.click();
  await page.getByRole('toolbar', { name: 'Selected people' }).waitFor();
  expect(await page.evaluate(() => (globalThis as unknown as { gone: string[] }).gone)).toEqual([]);
  expect(said).toEqual([]);
  await context.close();
});

test('columns that were put elsewhere since cannot be pressed where the server drew them, and can once they stand', async () => {
  const { page, errors } = await visit(browser);
  await signIn(page, stage);
  await row(page, spaces[1].id, 'Guest One').waitFor();
  let comes = (): void => undefined;
  const held = new Promise<void>((resolve) => (comes = resolve));
  await page.route('**/console/data/meetings?*', async (route) => {
    await held;
    await route.continue();
  });
  // As another window may put them, whose board the server has not heard of.
  await page.evaluate((kept) => localStorage.setItem('usher-board', JSON.stringify(kept)), spaces.map(({ id, name }) => ({ id, name })));
  const asked = page.waitForRequest('**/console/data/meetings?*');
  await page.goto(`${stage.url}/board`);
  await asked;
  await row(page, spaces[0].id, 'Guest Two').waitFor();
  expect(await page.locator('[data-board]').getAttribute('inert')).not.toBeNull();
  comes();
  await page.locator('[data-board]:not([inert])').waitFor();
  const [first, second] = [await boxOf(column(page, spaces[0].id)), await boxOf(column(page, spaces[1].id))];
  expect(first.x).toBeLessThan(second.x);
  await drag(page, row(page, spaces[0].id, 'Guest Two'), column(page, spaces[1].id));
  expect(errors).toEqual([]);
  await page.context().close();
});

test('whoever comes is seen from then on, as ever', async () => {
  const { context, page, errors } = await whoHasLookedAtIt();
  await page.goto(`${stage.url}/board`);
  await stage.bringIn({ name: 'Newcomer', numericId: '1001', cluster: 'webapp.com' });
  await row(page, spaces[1].id, 'Newcomer').waitFor();
  expect(errors).toEqual([]);
  await context.close();
});

test('whoever is limited to a space is not sent the people of another, whatever the browser asks for', async () => {
  const [{ space, cluster }] = spaces;
  const scope = { clusters: [], spaces: [{ cluster: cluster.id, id: space ?? '' }] };
  const account = { name: 'Olga', password: 'a long enough password' };
  const { status } = await stage.api('/people', { body: { ...account, role: 'operator', scope } });
  expect(status).toBe(201);
  const olga = new CookieBrowser(stage.url);
  expect(await olga.signIn(account.name, account.password)).toBeNull();
  const asked = `${olga.cookieHeader}; ${boardCookie}=4x30.${spaces[0].id}.${spaces[1].id}`;
  for (const cookie of [olga.cookieHeader, asked]) {
    const html = await (await fetch(`${stage.url}/board`, { headers: { cookie, accept: 'text/html' } })).text();
    expect(html).toContain('Guest Two');
    for (const hidden of ['Guest One', spaces[1].id, 'Space 1']) expect(html).not.toContain(hidden);
  }
});
