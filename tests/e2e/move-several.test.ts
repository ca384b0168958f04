import type { BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll, expect, test, vi } from 'vitest';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Order } from '@/lib/move/order';
import { accessibilityProblems } from '../support/accessibility';
import { boardsForTests } from '../support/boards';
import { column, drag, dragByTouch, row } from '../support/pages';
import { meetingNamed, patience } from '../support/stage';

const boards = boardsForTests();
let space1: Meeting;
let space2: Meeting;

beforeAll(async () => {
  const { stage } = boards;
  await stage.bringIn({ name: 'Aha Host', numericId: '1001', cluster: 'webapp.com' });
  await stage.bringIn({ name: 'Host Two', numericId: '1002', cluster: 'webapp.com' });
  [space1, space2] = [await meetingNamed(stage, 'Space 1'), await meetingNamed(stage, 'Space 2')];
});

/** A board with these people in Space 1, by name. */
async function boardWith(names: readonly string[], screen: BrowserContextOptions = {}): Promise<Page> {
  for (const name of names) await boards.stage.bringIn({ name, numericId: '1001', cluster: 'webapp.com' });
  const page = await boards.open([space1, space2], screen);
  for (const name of names) await row(page, space1.id, name).waitFor();
  return page;
}

async function expectMovedTogether(page: Page, names: readonly string[]): Promise<void> {
  for (const name of names) await row(page, space2.id, name).waitFor();
  const { items } = (await boards.stage.api('/moves?limit=1')).body as { items: Order[] };
  expect(items[0]?.items.map(({ name }) => name).toSorted()).toEqual([...names].toSorted());
  const inTarget = async () => (await boards.stage.world()).filter(({ meeting, name }) => meeting === space2.id && names.includes(name)).length === names.length;
  await vi.waitUntil(inTarget, patience);
}

test('three people who stand one below the other are picked out with shift and dragged as one order', async () => {
  const names = ['Mia One', 'Mia Three', 'Mia Two'];
  const page = await boardWith(names);
  await row(page, space1.id, 'Mia One').click();
  await row(page, space1.id, 'Mia Two').click({ modifiers: ['Shift'] });
  await page.getByRole('toolbar', { name: 'Selected people' }).filter({ hasText: '3 selected' }).waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  await drag(page, row(page, space1.id, 'Mia Three'), column(page, space2.id));
  await expectMovedTogether(page, names);
  await page.getByText('3 of 3 joined').waitFor();
});

test('the same without a mouse: shift and arrows pick out, space lifts, arrows choose, enter drops', async () => {
  const names = ['Kay One', 'Kay Two'];
  const page = await boardWith(names);
  await row(page, space1.id, 'Kay One').focus();
  await page.keyboard.press('Shift+ArrowDown');
  await page.getByRole('toolbar', { name: 'Selected people' }).filter({ hasText: '2 selected' }).waitFor();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await column(page, space2.id).getByTestId('column-answer').filter({ hasText: '2 can move' }).waitFor();
  await page.keyboard.press('Enter');
  await expectMovedTogether(page, names);
});

test('by finger a tap picks out, and another adds', async () => {
  const page = await boardWith(['Tap One', 'Tap Two'], { hasTouch: true, viewport: { width: 1180, height: 820 } });
  await row(page, space1.id, 'Tap One').tap();
  await row(page, space1.id, 'Tap Two').tap();
  await page.getByRole('toolbar', { name: 'Selected people' }).filter({ hasText: '2 selected' }).waitFor();
});

test('by finger who rests on somebody lifts them, with everybody who is picked out, and drops them elsewhere', async () => {
  const names = ['Rest One', 'Rest Two'];
  const page = await boardWith(names, { hasTouch: true, viewport: { width: 1180, height: 820 } });
  for (const name of names) await row(page, space1.id, name).tap();
  await dragByTouch(page, row(page, space1.id, 'Rest Two'), column(page, space2.id));
  await expectMovedTogether(page, names);
});

test('on a phone people are picked out by finger and moved by the bar at the foot', async () => {
  const names = ['Fon One', 'Fon Two'];
  for (const name of names) await boards.stage.bringIn({ name, numericId: '1001', cluster: 'webapp.com' });
  const page = await boards.open([space1], { hasTouch: true, viewport: { width: 390, height: 844 } });
  for (const name of names) await row(page, space1.id, name).tap();
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  await page.getByRole('toolbar', { name: 'Selected people' }).getByRole('button', { name: 'Move to…' }).tap();
  await page.getByRole('dialog', { name: 'Move 2 people to…' }).getByText('2 can move').first().waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByTestId(`choice-${space2.id}`).tap();
  await page.getByText('2 of 2 joined').waitFor();
});

test('a move that ends the meeting left behind is sent only after it was confirmed', async () => {
  await boards.stage.bringIn({ name: 'Lou Last', numericId: '1003', cluster: 'webapp.com' });
  const space3 = await meetingNamed(boards.stage, 'Space 3');
  const page = await boards.open([space3, space2]);
  const question = page.getByRole('dialog').filter({ hasText: 'Move Lou Last to Space 2?' });
  await drag(page, row(page, space3.id, 'Lou Last'), column(page, space2.id));
  await question.getByTestId('what-happens').filter({ hasText: 'Space 3 ends without Lou Last' }).waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await question.waitFor({ state: 'detached' });
  await row(page, space3.id, 'Lou Last').waitFor();

  await drag(page, row(page, space3.id, 'Lou Last'), column(page, space2.id));
  await question.getByTestId('what-happens').waitFor();
  await page.keyboard.press('Enter');
  await row(page, space2.id, 'Lou Last').waitFor();
});
