import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { Meeting } from '@/lib/meeting/meeting';
import { boardsForTests } from '../support/boards';
import { column, row } from '../support/pages';
import { meetingNamed, patience } from '../support/stage';

const boards = boardsForTests();
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
let space1: Meeting;
let space2: Meeting;

beforeAll(async () => {
  for (const [name, numericId] of [['Host One', '1001'], ['Host Two', '1002'], ['Phone Guest', '1001']] as const) await boards.stage.bringIn({ name, numericId, cluster: 'webapp.com' });
  [space1, space2] = [await meetingNamed(boards.stage, 'Space 1'), await meetingNamed(boards.stage, 'Space 2')];
});

const isInView = async (page: Page, meeting: Meeting) => {
  const box = await column(page, meeting.id).boundingBox();
  return box !== null && box.x >= 0 && box.x + box.width <= 390;
};

async function add(page: Page, meeting: Meeting): Promise<void> {
  await page.getByRole('button', { name: 'Add a meeting' }).tap();
  await page.getByPlaceholder('Search meetings').fill(meeting.name);
  await page.getByTestId(`choice-${meeting.id}`).tap();
}

test.each(['no-preference', 'reduce'] as const)('a meeting that is put on the board comes into view (motion: %s)', async (reducedMotion) => {
  const page = await boards.open([space1], { ...phone, reducedMotion });
  await add(page, space2);
  await expect.poll(() => isInView(page, space2), patience).toBe(true);
});

test('a message stands above a dialog, not over what can be chosen in it', async () => {
  const page = await boards.open([space1, space2], phone);
  const dialog = page.getByRole('dialog');
  await row(page, space1.id, 'Phone Guest').tap();
  await page.getByRole('button', { name: 'Move to…' }).tap();
  await dialog.getByTestId(`choice-${space2.id}`).tap();
  const message = page.locator('[data-sonner-toast]').filter({ hasText: 'Phone Guest is in Space 2.' });
  await message.waitFor();
  await row(page, space1.id, 'Host One').tap();
  await page.getByRole('button', { name: 'Move to…' }).tap();
  await dialog.getByText('Settings').waitFor();
  await expect.poll(async () => {
    const [of, over] = [await message.boundingBox(), await dialog.boundingBox()];
    return of !== null && over !== null && of.y + of.height <= over.y;
  }, patience).toBe(true);
});
