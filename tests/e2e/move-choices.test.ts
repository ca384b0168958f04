import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import type { Order } from '@/lib/move/order';
import { accessibilityProblems } from '../support/accessibility';
import { boardsForTests } from '../support/boards';
import { column, drag, row } from '../support/pages';
import { meetingNamed } from '../support/stage';

const boards = boardsForTests();
let space1: Meeting;
let space2: Meeting;

beforeAll(async () => {
  const { stage } = boards;
  await stage.bringIn({ name: 'Aha Host', numericId: '1001', cluster: 'webapp.com' });
  await stage.bringIn({ name: 'Host Two', numericId: '1002', cluster: 'webapp.com' });
  [space1, space2] = [await meetingNamed(stage, 'Space 1'), await meetingNamed(stage, 'Space 2')];
});

function comes(name: string, numericId = '1001'): Promise<Participant> {
  return boards.stage.bringIn({ name, numericId, cluster: 'webapp.com' });
}

async function newestOrder(): Promise<Order | undefined> {
  return ((await boards.stage.api('/moves?limit=1')).body as { items: Order[] }).items[0];
}

/** By its words: the button behind them is for those who do not see. */
async function choose(page: Page, words: string): Promise<void> {
  await page.getByRole('dialog').locator('label', { hasText: words }).click();
}

test('a drop that would open a lobby asks before, and lets in only those who are moved if that is chosen', async () => {
  const waiting = await comes('Wanda Waiting', '1008');
  const space8 = await meetingNamed(boards.stage, 'Space 8');
  await comes('Mo Mover');
  const page = await boards.open([space1, space8]);
  await drag(page, row(page, space1.id, 'Mo Mover'), column(page, space8.id));
  const happens = page.getByRole('dialog').getByTestId('what-happens');
  await happens.filter({ hasText: '1 person from the lobby of Space 8 will enter' }).waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  await choose(page, 'Only these');
  await happens.filter({ hasNotText: 'will enter' }).waitFor();
  await page.getByRole('button', { name: 'Move Mo Mover' }).click();
  await row(page, space8.id, 'Mo Mover').waitFor();
  expect(await newestOrder()).toMatchObject({ lobby: 'admit', items: [{ name: 'Mo Mover' }] });
  expect((await boards.stage.api(`/participants/${waiting.id}`)).body).toMatchObject({ inLobby: true });
});

test('what is chosen at the foot of "Move to..." is said on the board, and holds for later drops and visits', async () => {
  await comes('Kit Keeper');
  const page = await boards.open([space1, space2]);
  await row(page, space1.id, 'Kit Keeper').focus();
  await page.keyboard.press('m');
  await choose(page, 'Take theirs along');
  await page.keyboard.press('Escape');
  await page.reload();
  await page.locator('[data-board]:not([inert])').waitFor();
  await page.getByRole('button', { name: 'Settings go along' }).waitFor();
  await drag(page, row(page, space1.id, 'Kit Keeper'), column(page, space2.id));
  await row(page, space2.id, 'Kit Keeper').waitFor();
  expect(await newestOrder()).toMatchObject({ settings: 'keep', lobby: 'open' });
});

test('without a mouse the choice is reached by tab and changed by the arrows, and what happens follows it', async () => {
  await comes('Lia Layout');
  const page = await boards.open([space1, space2]);
  await row(page, space1.id, 'Lia Layout').focus();
  await page.keyboard.press('m');
  const dialog = page.getByRole('dialog').filter({ has: page.getByTestId(`choice-${space2.id}`) });
  await dialog.filter({ hasText: 'gets the layout of the target' }).waitFor();
  await page.getByRole('radio', { name: 'As the target has them' }).focus();
  await page.keyboard.press('ArrowRight');
  await dialog.filter({ hasNotText: 'gets the layout of the target' }).waitFor();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await row(page, space2.id, 'Lia Layout').waitFor();
  expect(await newestOrder()).toMatchObject({ settings: 'keep', items: [{ name: 'Lia Layout' }] });
});
