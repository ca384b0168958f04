import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../support/chromium';
import { signIn, visit } from '../support/pages';
import { startUsher, type RunningUsher } from '../support/usher';

let browser: Browser;
let usher: RunningUsher;
const pages: Page[] = [];

beforeAll(async () => {
  [browser, usher] = await Promise.all([launchChromium(), startUsher({ env: { EMULATOR: 'off' } })]);
});
afterEach(async () => {
  for (const page of pages.splice(0)) await page.context().close();
});
afterAll(async () => {
  await browser?.close();
  await usher?.stop();
});

/** The board, with its change stream open; `streamClosed` waits until the server has closed that. */
async function openBoard(account?: { name: string; password: string }): Promise<{ page: Page; streamClosed: Promise<unknown> }> {
  const { page } = await visit(browser);
  pages.push(page);
  const opened = page.waitForEvent('websocket', (socket) => socket.url().includes('/console/changes'));
  await signIn(page, usher, account);
  const socket = await opened;
  await page.getByTestId('coverage').waitFor();
  return { page, streamClosed: new Promise((closed) => socket.once('close', closed)) };
}

async function signOut(page: Page): Promise<void> {
  await page.getByTestId('person-menu').click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
}

const sessionHasEnded = (page: Page) => page.getByText('Your session has ended');

test.each(['late', 'lost'])('who signs out is not told that their session has ended: the stream closes, the answer is %s', async (answer) => {
  const { page, streamClosed } = await openBoard();
  await page.route('**/api/auth/signout', async (route) => {
    const response = await route.fetch();
    await streamClosed;
    // What the page does about the close, it does before it can answer this.
    await page.evaluate(() => document.title);
    await (answer === 'late' ? route.fulfill({ response }) : route.abort());
  });
  await signOut(page);
  await page.waitForURL(/\/sign-in/);
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  expect(page.url()).toBe(`${usher.url}/sign-in`);
  expect(await sessionHasEnded(page).count()).toBe(0);
  await page.goBack();
  await page.waitForURL(`${usher.url}/sign-in`);
});

test.each(['signs out', 'cannot be signed out'])('who %s in one tab is not told in another that their session has ended', async (what) => {
  const { page } = await openBoard();
  const other = await page.context().newPage();
  const opened = other.waitForEvent('websocket', (socket) => socket.url().includes('/console/changes'));
  await other.goto(`${usher.url}/meetings`);
  await opened;
  if (what === 'cannot be signed out') {
    await page.route('**/api/auth/signout', (route) => route.abort());
    await signOut(page);
    await page.getByText('You are still signed in.').waitFor();
    expect(other.url()).toBe(`${usher.url}/meetings`);
    await page.unroute('**/api/auth/signout');
  }
  await signOut(page);
  await Promise.all([page, other].map((tab) => tab.waitForURL(`${usher.url}/sign-in`)));
  await other.getByRole('button', { name: 'Sign in' }).waitFor();
  expect(await sessionHasEnded(other).count()).toBe(0);
});

test('whose session is ended by somebody else is told so', async () => {
  const account = { name: 'Olga Operator', password: 'dragging all day long' };
  const { person } = (await usher.api('/people', { body: { ...account, role: 'operator' } })).body as { person: { id: string } };
  const { page } = await openBoard(account);
  await usher.api(`/people/${person.id}`, { method: 'DELETE' });
  await sessionHasEnded(page).waitFor();
  expect(page.url()).toContain('/sign-in?ended=1&from=%2Fboard');
});

test('a sign-out that Usher does not hear of leaves the person where they are, and says so', async () => {
  const { page } = await openBoard();
  await page.route('**/api/auth/signout', (route) => route.abort());
  await signOut(page);
  await page.getByText('You are still signed in.').waitFor();
  await page.unroute('**/api/auth/signout');
  await signOut(page);
  await page.waitForURL(`${usher.url}/sign-in`);
});
