import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Order } from '@/lib/move/order';
import { accessibilityProblems } from '../support/accessibility';
import { launchChromium } from '../support/chromium';
import { column, drag, dragByTouch, pinOnBoard, row, signIn, visit } from '../support/pages';
import { meetingNamed, patience, startStage, type Stage } from '../support/stage';

let browser: Browser;
let stage: Stage;
let space1: Meeting;
let space2: Meeting;
const pages: Page[] = [];

beforeAll(async () => {
  [browser, stage] = [await launchChromium(), await startStage()];
  await stage.bringIn({ name: 'Aha Host', numericId: '1001', cluster: 'webapp.com' });
  await stage.bringIn({ name: 'Host Two', numericId: '1002', cluster: 'webapp.com' });
  [space1, space2] = [await meetingNamed(stage, 'Space 1'), await meetingNamed(stage, 'Space 2')];
});
afterEach(async () => {
  for (const page of pages.splice(0)) await page.context().close();
});
afterAll(async () => {
  await browser.close();
  await stage.stop();
});

/** A board with this person in Space 1. */
async function boardWith(name: string, screen: BrowserContextOptions = {}): Promise<Page> {
  await stage.bringIn({ name, numericId: '1001', cluster: 'webapp.com' });
  const { page } = await visit(browser, screen);
  pages.push(page);
  await signIn(page, stage);
  await pinOnBoard(page, stage, [space1, space2]);
  await row(page, space1.id, name).waitFor();
  return page;
}

const ghost = (page: Page, name: string) => column(page, space1.id).locator('[data-testid^="ghost-"]').filter({ hasText: name });
const isIn = async (name: string, meeting: Meeting) => (await stage.world()).some((person) => person.name === name && person.meeting === meeting.id);

async function expectBack(page: Page, name: string): Promise<void> {
  await row(page, space1.id, name).waitFor();
  await page.getByText(`${name} is back in Space 1.`).waitFor();
  await vi.waitUntil(() => isIn(name, space1), patience);
}

test('a move is undone from its toast', async () => {
  const page = await boardWith('Toast Guest');
  await drag(page, row(page, space1.id, 'Toast Guest'), column(page, space2.id));
  await page.locator('[data-sonner-toast]').filter({ hasText: 'Toast Guest is in Space 2.' }).getByRole('button', { name: 'Undo' }).click();
  await expectBack(page, 'Toast Guest');
});

test('a move is undone from the ghost row, which stays while somebody is at it: by mouse, and by keyboard with Enter', async () => {
  const page = await boardWith('Ghost Guest');
  await drag(page, row(page, space1.id, 'Ghost Guest'), column(page, space2.id));
  // With the pointer on it, it neither fades nor goes, however long one takes.
  await ghost(page, 'Ghost Guest').hover();
  await ghost(page, 'Ghost Guest').getByRole('button', { name: 'Undo' }).waitFor();
  await page.locator('[data-sonner-toast]').getByRole('button', { name: 'Undo' }).waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  await ghost(page, 'Ghost Guest').getByRole('button', { name: 'Undo' }).click();
  await expectBack(page, 'Ghost Guest');

  await row(page, space1.id, 'Ghost Guest').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await ghost(page, 'Ghost Guest').getByRole('button', { name: 'Undo' }).waitFor();
  await row(page, space1.id, 'Aha Host').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await row(page, space1.id, 'Ghost Guest').waitFor();
  await vi.waitUntil(() => isIn('Ghost Guest', space1), patience);
});

test('by finger the ghost row undoes as well', async () => {
  const page = await boardWith('Touch Guest', { hasTouch: true, viewport: { width: 1180, height: 820 } });
  await dragByTouch(page, row(page, space1.id, 'Touch Guest'), column(page, space2.id));
  await ghost(page, 'Touch Guest').getByRole('button', { name: 'Undo' }).tap();
  await expectBack(page, 'Touch Guest');
});

async function orderOf(names: readonly string[], more: object = {}): Promise<Order> {
  const people = await Promise.all(names.map((name) => stage.bringIn({ name, numericId: '1001', cluster: 'webapp.com' })));
  const body = { participants: people.map(({ id }) => id), to: { meeting: space2.id }, ...more };
  return (await stage.api('/moves', { body, headers: { prefer: 'wait=30' } })).body as Order;
}

test('on its page one of an order is sent back, then the rest: the toast says who was there already and who is not back', async () => {
  const names = ['Page One', 'Page Two', 'Page Three'];
  const order = await orderOf(names);
  const page = await boardWith('Looks On');
  await page.goto(`${stage.url}/moves/${order.id}`);
  await page.getByRole('row').filter({ hasText: 'Page One' }).click();
  await page.getByRole('button', { name: 'Send back to Space 1' }).click();
  await page.getByText('Page One is back in Space 1.').waitFor();
  expect(await isIn('Page Two', space2)).toBe(true);
  await stage.sendAway(order.items[2]?.newParticipant ?? '');
  await page.getByRole('button', { name: /^Undo, bring the 3 back/ }).click();
  await page.getByText('1 of 2 back, 1 was there already. Page Three is not connected right now.').waitFor();
  await vi.waitUntil(() => isIn('Page Two', space1), patience);
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('an undo of many asks before, and says exactly what it does; as last time moves them again', async () => {
  const order = await orderOf(Array.from({ length: 11 }, (_, at) => `Many ${at}`));
  const page = await boardWith('Looks On Too');
  await page.goto(`${stage.url}/moves/${order.id}`);
  await page.getByRole('button', { name: /^Undo/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Bring 11 people back to Space 1?' });
  await dialog.getByText('Whoever is muted stays muted.').waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await page.getByText('11 of 11 back.').waitFor();
  await page.getByRole('button', { name: 'As last time' }).click();
  await page.getByRole('dialog', { name: 'Move 11 people to Space 2 as last time?' }).getByRole('button', { name: 'Move 11 people' }).click();
  await vi.waitUntil(() => isIn('Many 10', space2), patience);
});

test('on the list of moves U undoes the one on which the keyboard stands', async () => {
  const order = await orderOf(['List Guest']);
  const page = await boardWith('Looks On As Well');
  await page.goto(`${stage.url}/moves`);
  await page.getByTestId(`order-${order.id}`).focus();
  await page.keyboard.press('u');
  await page.getByText('List Guest is back in Space 1.').waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
});
