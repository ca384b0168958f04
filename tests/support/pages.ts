import type { Browser, Locator, Page } from 'playwright-core';
import type { RunningUsher } from './usher';

/** What one person sees: a browser context of its own, and the console problems it showed. */
export interface Visit {
  readonly page: Page;
  /** Errors that the page logged or threw; an honest page has none. */
  readonly errors: string[];
}

export async function visit(browser: Browser, options: Parameters<Browser['newContext']>[0] = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return { page, errors };
}

/** Signs in and waits for the board. */
export async function signIn(page: Page, usher: RunningUsher, account: { name: string; password: string } = usher.admin) {
  await page.goto(`${usher.url}/board`);
  await page.getByLabel('Name').fill(account.name);
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${usher.url}/board`);
}

/** Puts these meetings, and no others, on the board, and waits until it can be used: before that it takes no keys and no mouse. */
export async function pinOnBoard(page: Page, usher: RunningUsher, meetings: readonly { id: string; name: string }[]) {
  const pins = JSON.stringify(meetings.map(({ id, name }) => ({ id, name })));
  await page.evaluate((kept) => localStorage.setItem('usher-board', kept), pins);
  await page.goto(`${usher.url}/board`);
  for (const { id } of meetings) await column(page, id).waitFor();
  await page.locator('[data-board]:not([inert])').waitFor();
}

export function column(page: Page, meeting: string): Locator {
  return page.getByTestId(`board-column-${meeting}`);
}

/** A person's row, by the name it shows. */
export function row(page: Page, meeting: string, name: string): Locator {
  return column(page, meeting).locator('[data-testid^="participant-"]').filter({ hasText: name });
}

/**
 * Drags by mouse, as a hand does: press where the row rests under the pointer, a little, and once it is lifted a few steps; let go where the
 * board says that it is over the target.
 */
export async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  const { height } = await boxOf(from);
  await from.hover({ position: { x: 60, y: height / 2 } });
  await page.mouse.down();
  const start = await boxOf(from);
  await page.mouse.move(start.x + 80, start.y + height / 2 + 8, { steps: 4 });
  await to.getByTestId('column-answer').waitFor();
  const end = await boxOf(to);
  await page.mouse.move(end.x + end.width / 2, end.y + Math.min(200, end.height / 2), { steps: 12 });
  await to.and(page.locator('[data-over]')).waitFor();
  await page.mouse.up();
}

/** Drags by finger: rest on the row until it lifts, move, let go. */
export async function dragByTouch(page: Page, from: Locator, to: Locator): Promise<void> {
  const { height } = await boxOf(from);
  // Not before the row rests, and a tap would reach it.
  await from.tap({ trial: true, position: { x: 60, y: height / 2 } });
  const cdp = await page.context().newCDPSession(page);
  const end = await boxOf(to);
  // Last of all: whoever comes or goes above moves the row.
  const start = await boxOf(from);
  const touch = async (type: 'touchStart' | 'touchMove' | 'touchEnd', x: number, y: number) => {
    await cdp.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] });
  };
  const at = { x: start.x + 60, y: start.y + height / 2 };
  const goal = { x: end.x + end.width / 2, y: end.y + Math.min(200, end.height / 2) };
  await touch('touchStart', at.x, at.y);
  // The row says that it is lifted, by the columns that answer; until then a finger that moves would scroll.
  await to.getByTestId('column-answer').waitFor();
  for (let step = 1; step <= 8; step += 1) {
    await touch('touchMove', at.x + ((goal.x - at.x) * step) / 8, at.y + ((goal.y - at.y) * step) / 8);
  }
  await to.and(page.locator('[data-over]')).waitFor();
  await touch('touchEnd', goal.x, goal.y);
}

/** Where an element is once it is in view: looked up and measured in one go, as one that is drawn anew in between would be lost. */
export function boxOf(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  return locator.evaluate((element) => {
    element.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x, y, width, height };
  });
}

/** Joins a meeting in the web app, and waits until the guest is in. */
export async function joinAsGuest(page: Page, webApp: string, numericId: string, name: string): Promise<void> {
  await page.goto(`${webApp}/meeting/${numericId}`);
  await page.getByTestId('name-input').fill(name);
  await page.getByTestId('join-button').click();
  await page.getByTestId('space-name').waitFor();
}
