import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Order } from '@/lib/move/order';
import { boardsForTests } from '../support/boards';
import { boxOf, column, drag, row } from '../support/pages';
import { meetingNamed } from '../support/stage';

const boards = boardsForTests();
let space1: Meeting;
let space2: Meeting;

beforeAll(async () => {
  for (const [name, numericId] of [['Host One', '1001'], ['Host Two', '1002']] as const) await boards.stage.bringIn({ name, numericId, cluster: 'webapp.com' });
  [space1, space2] = [await meetingNamed(boards.stage, 'Space 1'), await meetingNamed(boards.stage, 'Space 2')];
});

/** A board with this person in Space 1, on which the code for dragging is asked for and does not come until it is let through. */
async function boardWithoutCode(name: string) {
  await boards.stage.bringIn({ name, numericId: '1001', cluster: 'webapp.com' });
  const page = await boards.open([space1, space2]);
  const guest = row(page, space1.id, name);
  await guest.waitFor();
  let letThrough = (): void => undefined;
  const held = new Promise<void>((resolve) => (letThrough = resolve));
  await page.route('**/*.js*', async (route) => {
    await held;
    await route.continue();
  });
  const asked = page.waitForRequest('**/*.js*');
  return { page, guest, asked, letThrough };
}

const answer = (page: Page) => column(page, space2.id).getByTestId('column-answer');

test('whoever drags faster than the code for it comes has lifted somebody once it is there, without moving on', async () => {
  const { page, guest, asked, letThrough } = await boardWithoutCode('Quick Guest');
  const target = await boxOf(column(page, space2.id));
  await pressAndPull(page, guest);
  await asked;
  expect(await answer(page).count()).toBe(0);
  letThrough();
  await answer(page).waitFor();
  await page.mouse.move(target.x + target.width / 2, target.y + 200, { steps: 4 });
  await column(page, space2.id).and(page.locator('[data-over]')).waitFor();
  await page.mouse.up();
  await row(page, space2.id, 'Quick Guest').waitFor();
});

test('whoever let go beside the board before the code was there carries nobody once it is', async () => {
  await boards.stage.bringIn({ name: 'Other Guest', numericId: '1001', cluster: 'webapp.com' });
  const { page, guest, asked, letThrough } = await boardWithoutCode('Hasty Guest');
  await pressAndPull(page, guest);
  await asked;
  await page.mouse.move((await boxOf(guest)).x, 4);
  await page.mouse.up();
  letThrough();
  await drag(page, row(page, space1.id, 'Other Guest'), column(page, space2.id));
  await row(page, space2.id, 'Other Guest').waitFor();
  const { items } = (await boards.stage.api('/moves?limit=1')).body as { items: Order[] };
  expect(items[0]?.items.map(({ name }) => name)).toEqual(['Other Guest']);
});

test('what is under the press may be drawn anew before the code is there', async () => {
  const { page, guest, asked, letThrough } = await boardWithoutCode('Drawn Anew');
  const other = await boards.open([space1, space2]);
  await pressAndPull(page, guest.getByText('SIP', { exact: true }));
  await asked;
  await row(other, space1.id, 'Drawn Anew').focus();
  await other.keyboard.press('Space');
  await guest.getByTestId('carried-by').waitFor();
  letThrough();
  await answer(page).waitFor();
  await page.mouse.up();
});

test('where the code for dragging cannot be loaded the board says so, asks for it again at the next press, and drags then', async () => {
  await boards.stage.bringIn({ name: 'Offline Guest', numericId: '1001', cluster: 'webapp.com' });
  const page = await boards.open([space1, space2]);
  const guest = row(page, space1.id, 'Offline Guest');
  await guest.waitFor();
  await page.route('**/*.js*', (route) => route.abort());
  await pressAndPull(page, guest);
  const missing = page.getByRole('alert').filter({ hasText: 'could not be loaded' });
  await missing.waitFor();
  await page.mouse.up();
  await page.unroute('**/*.js*');
  await pressAndPull(page, guest);
  await answer(page).waitFor();
  expect(await missing.count()).toBe(0);
  await page.mouse.up();
});

/** Presses in the middle of what is there, and pulls it a little. */
async function pressAndPull(page: Page, what: Locator): Promise<void> {
  await what.hover();
  await page.mouse.down();
  const { x, y, width, height } = await boxOf(what);
  await page.mouse.move(x + width / 2 - 20, y + height / 2 + 8, { steps: 4 });
}
