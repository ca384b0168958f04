import { beforeAll, expect, test, vi } from 'vitest';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Order } from '@/lib/move/order';
import { accessibilityProblems } from '../support/accessibility';
import { boardsForTests } from '../support/boards';
import { column, drag, row } from '../support/pages';
import { meetingNamed, patience } from '../support/stage';

const boards = boardsForTests();
let space1: Meeting;

beforeAll(async () => {
  await boards.stage.bringIn({ name: 'Aha Host', numericId: '1001', cluster: 'webapp.com' });
  space1 = await meetingNamed(boards.stage, 'Space 1');
});

test('somebody goes into a space in which nobody is, which the bridges found by its name', async () => {
  await boards.stage.bringIn({ name: 'Pia Pioneer', numericId: '1001', cluster: 'webapp.com' });
  const page = await boards.open([space1]);
  await row(page, space1.id, 'Pia Pioneer').focus();
  await page.keyboard.press('m');
  const dialog = page.getByRole('dialog', { name: 'Move Pia Pioneer to…' });
  await dialog.getByText('Spaces without a meeting').waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  await dialog.getByPlaceholder('Search meetings').fill('Space 6');
  await dialog.getByTestId(/^choice-space:/).filter({ hasText: 'Space 6' }).click();
  await page.getByText('Pia Pioneer is in Space 6.').waitFor();
  const space6 = await meetingNamed(boards.stage, 'Space 6');
  await vi.waitUntil(async () => (await boards.stage.world()).some(({ name, meeting }) => name === 'Pia Pioneer' && meeting === space6.id), patience);
  const { items } = (await boards.stage.api('/moves?limit=1')).body as { items: Order[] };
  expect(items[0]).toMatchObject({ items: [{ to: { meeting: space6.id, space: space6.space, cluster: space6.cluster.id } }] });
});

test('spaces that have a meeting are offered as that, and only once', async () => {
  const page = await boards.open([space1]);
  await row(page, space1.id, 'Aha Host').focus();
  await page.keyboard.press('m');
  const dialog = page.getByRole('dialog', { name: 'Move Aha Host to…' });
  await dialog.getByPlaceholder('Search meetings').fill('Space 1');
  await dialog.getByText('Spaces without a meeting: None has this in its name.').waitFor();
});

test('a space without a meeting is put on the board, people are dropped there, and the column goes on with the meeting that begins', async () => {
  await boards.stage.bringIn({ name: 'Dora Drop', numericId: '1001', cluster: 'webapp.com' });
  const page = await boards.open([space1]);
  await page.getByRole('button', { name: 'Add a meeting' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a meeting to the board' });
  await dialog.getByPlaceholder('Search meetings').fill('Space 7');
  await dialog.getByTestId(/^choice-space:/).filter({ hasText: 'Space 7' }).filter({ hasText: 'webapp.com' }).click();
  const empty = page.getByTestId(/^board-column-space:/);
  await empty.getByText('Nobody is here yet').waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.reload();
  await page.locator('[data-board]:not([inert])').waitFor();
  await drag(page, row(page, space1.id, 'Dora Drop'), empty);
  await page.getByText('Dora Drop is in Space 7.').waitFor();
  const space7 = await meetingNamed(boards.stage, 'Space 7');
  await row(page, space7.id, 'Dora Drop').waitFor();
  expect(await empty.count()).toBe(0);
  expect(await column(page, space7.id).count()).toBe(1);
});
