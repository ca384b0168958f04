import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Order } from '@/lib/move/order';
import { boardsForTests } from '../support/boards';
import { row } from '../support/pages';
import { meetingNamed } from '../support/stage';

const boards = boardsForTests();
let space1: Meeting;
let space2: Meeting;

beforeAll(async () => {
  for (const [name, numericId] of [['Aha Host', '1001'], ['Host Two', '1002']] as const) await boards.stage.bringIn({ name, numericId, cluster: 'webapp.com' });
  [space1, space2] = [await meetingNamed(boards.stage, 'Space 1'), await meetingNamed(boards.stage, 'Space 2')];
});

/** A board on which this person was moved to Space 2 by keyboard, where the keyboard then stands on the host. */
async function boardAfterMove(name: string): Promise<Page> {
  await boards.stage.bringIn({ name, numericId: '1001', cluster: 'webapp.com' });
  const page = await boards.open([space1, space2]);
  await row(page, space1.id, name).focus();
  for (const key of ['Space', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
  await message(page, `${name} is in Space 2.`).waitFor();
  await row(page, space1.id, 'Aha Host').focus();
  return page;
}

const message = (page: Page, words: string) => page.locator('[data-sonner-toast]').filter({ hasText: words });
const focusIsOn = (page: Page, name: string) => row(page, space1.id, name).evaluate((one) => one === document.activeElement);

test('a move is undone by the key that its message names; where somebody types, the key is the text\'s', async () => {
  const page = await boardAfterMove('Key Guest');
  expect(await message(page, 'Key Guest').getByRole('button', { name: 'Undo' }).innerText()).toMatch(/Ctrl Z|⌘Z/);
  await page.getByRole('button', { name: 'Find people' }).click();
  // A message stays for as long as the pointer rests on it.
  await message(page, 'Key Guest').hover();
  await page.keyboard.type('Key');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Escape');
  await row(page, space1.id, 'Aha Host').focus();
  expect(await orders('Key Guest')).toBe(1);
  await page.keyboard.press('Control+z');
  await message(page, 'Key Guest is back in Space 1.').waitFor();
  expect(await focusIsOn(page, 'Aha Host')).toBe(true);
  // What is taken back is not moved again by the same key.
  await page.keyboard.press('Control+z');
  await page.keyboard.press('F8');
  await page.keyboard.press('Escape');
  expect(await orders('Key Guest')).toBe(2);
});

test('F8 leads to the messages; Escape, or a button that was pressed, leads back', async () => {
  const page = await boardAfterMove('List Guest');
  const inMessages = () => page.evaluate(() => document.activeElement?.closest('[data-sonner-toaster]') !== null);
  await page.keyboard.press('F8');
  expect(await inMessages()).toBe(true);
  await page.keyboard.press('Escape');
  expect(await focusIsOn(page, 'Aha Host')).toBe(true);
  await page.keyboard.press('F8');
  const undo = message(page, 'List Guest').getByRole('button', { name: 'Undo' });
  for (let tabs = 0; tabs < 5 && !(await undo.evaluate((one) => one === document.activeElement)); tabs += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await message(page, 'List Guest is back in Space 1.').waitFor();
  expect(await focusIsOn(page, 'Aha Host')).toBe(true);
});

async function orders(name: string): Promise<number> {
  const { items } = (await boards.stage.api('/moves?limit=50')).body as { items: Order[] };
  return items.filter((order) => order.items.some((item) => item.name === name)).length;
}
