import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Meeting } from '@/lib/meeting/meeting';
import { faults } from '@/lib/trace/faults';
import { accessibilityProblems } from '../support/accessibility';
import { launchChromium } from '../support/chromium';
import { column, drag, pinOnBoard, row, signIn, visit } from '../support/pages';
import { meetingNamed, startStage, type Stage } from '../support/stage';
import { startUsher } from '../support/usher';

let browser: Browser;
let stage: Stage;
let from: Meeting;
let to: Meeting;
const pages: Page[] = [];

beforeAll(async () => {
  [browser, stage] = await Promise.all([launchChromium(), startStage()]);
  await stage.bringIn({ name: 'Host', numericId: '1001', callBridge: 'cbcms1' });
  await stage.bringIn({ name: 'Other host', numericId: '1002', callBridge: 'cbcms2' });
  [from, to] = [await meetingNamed(stage, 'Space 1'), await meetingNamed(stage, 'Space 2')];
});
afterEach(async () => {
  for (const page of pages.splice(0)) await page.context().close();
  await stage.api('/rehearsal/faults', { method: 'DELETE' });
});
afterAll(async () => {
  await browser?.close();
  await stage?.stop();
});

async function open(account?: { name: string; password: string }, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  const { page } = await visit(browser, { reducedMotion: 'reduce', ...options });
  pages.push(page);
  await signIn(page, stage, account);
  return page;
}

/** By the way that a person goes: the board keeps what it shows, and the page what it has armed. */
async function goTo(page: Page, name: 'Rehearsal' | 'Board'): Promise<void> {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click();
  await page.waitForURL(`${stage.url}/${name.toLowerCase()}`);
}

const armed = (page: Page) => page.getByTestId('armed-faults').getByRole('listitem');
const happened = (page: Page) => page.getByTestId('happened').getByRole('listitem');
const nothingArmed = (page: Page) => page.getByText('Nothing is armed').waitFor();

/** Presses Tab until the focus is on what is called so, as somebody without a mouse does. */
async function tabTo(page: Page, label: string): Promise<void> {
  const target = page.getByLabel(label, { exact: true }).or(page.getByRole('button', { name: label, exact: true }));
  for (let presses = 0; presses < 20; presses += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab does not come to ${label}`);
}

test('by mouse: a fault for one person keeps them where they are, is listed as having hit them, and is used up', async () => {
  await stage.bringIn({ name: 'Mia Mouse', numericId: '1001', callBridge: 'cbcms1' });
  const page = await open();
  await pinOnBoard(page, stage, [from, to]);
  await goTo(page, 'Rehearsal');
  await page.getByRole('option', { name: faults['cannot-move'].words }).click();
  await page.getByTestId('chosen-fault').getByText('The person stays where they are.').waitFor();
  await page.getByLabel('For', { exact: true }).selectOption('one person');
  expect(await page.getByRole('button', { name: 'Arm' }).isDisabled()).toBe(true);
  await page.getByLabel('Who is now in').selectOption({ label: `Space 1, ${from.cluster.name}` });
  await page.getByLabel('Person').selectOption('Mia Mouse');
  await page.getByRole('button', { name: 'Arm' }).click();
  await armed(page).filter({ hasText: 'For Mia Mouse.' }).filter({ hasText: 'once' }).waitFor();
  await goTo(page, 'Board');
  await drag(page, row(page, from.id, 'Mia Mouse'), column(page, to.id));
  await goTo(page, 'Rehearsal');
  await happened(page).filter({ hasText: `${faults['cannot-move'].words} It hit Mia Mouse, at cbcms2.` }).waitFor();
  await nothingArmed(page);
  await goTo(page, 'Board');
  await row(page, from.id, 'Mia Mouse').getByTestId('failure').waitFor();
  await drag(page, row(page, from.id, 'Mia Mouse'), column(page, to.id));
  await row(page, to.id, 'Mia Mouse').waitFor();
  await goTo(page, 'Rehearsal');
  await page.getByRole('button', { name: 'Moves and faults' }).click();
  await happened(page).filter({ hasText: 'A place for Mia Mouse was made in Space 2' }).waitFor();
  expect(await happened(page).filter({ hasText: 'is in Space' }).count()).toBe(0);
});

test('by keyboard alone: found by a word, armed until it is cleared, seen to hit a move, and cleared', async () => {
  await stage.bringIn({ name: 'Kim Keys', numericId: '1001', callBridge: 'cbcms1' });
  const page = await open();
  await pinOnBoard(page, stage, [from, to]);
  await goTo(page, 'Rehearsal');
  await page.getByLabel('Search what can go wrong').focus();
  await page.keyboard.type('ends in the moment');
  await page.keyboard.press('Enter');
  await page.getByTestId('chosen-fault').getByText(faults['target-gone'].words).waitFor();
  await tabTo(page, 'For');
  await page.keyboard.type('whoever');
  await tabTo(page, 'Meeting');
  await page.keyboard.type('Space 2');
  await tabTo(page, 'How often');
  await page.keyboard.type('until');
  await tabTo(page, 'Arm');
  await page.keyboard.press('Enter');
  await armed(page).filter({ hasText: 'For whoever is moved to Space 2.' }).filter({ hasText: '0 so far' }).waitFor();
  await goTo(page, 'Board');
  await row(page, from.id, 'Kim Keys').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await column(page, to.id).getByTestId('column-answer').waitFor();
  await page.keyboard.press('Enter');
  await goTo(page, 'Rehearsal');
  await happened(page).filter({ hasText: 'It hit Kim Keys' }).waitFor();
  await armed(page).filter({ hasText: '1 so far' }).waitFor();
  await tabTo(page, `Clear: ${faults['target-gone'].words}`);
  await page.keyboard.press('Enter');
  await nothingArmed(page);
});

describe('choosing', () => {
  test('arrows walk through what a search found, and a search without a find says so', async () => {
    const page = await open();
    await goTo(page, 'Rehearsal');
    const search = page.getByLabel('Search what can go wrong');
    await search.fill('token');
    expect(await page.getByRole('option').count()).toBe(3);
    await search.press('ArrowDown');
    await search.press('Enter');
    await page.getByTestId('chosen-fault').getByText(faults['token-expired'].words).waitFor();
    await search.fill('zebra');
    await page.getByText('No fault with these words.').waitFor();
  });

  test('a link has a call bridge at one end, and at the other what the fault is about', async () => {
    const page = await open();
    await goTo(page, 'Rehearsal');
    const others = async () => page.getByLabel('and', { exact: true }).getByRole('option').allTextContents();
    for (const [fault, ends] of [['link-down', ['cbcms2', 'cbcms3']], ['web-bridge-unreachable', ['wbcms1', 'wbcms2']]] as const) {
      await page.getByRole('option', { name: faults[fault].words }).click();
      await page.getByLabel('For', { exact: true }).selectOption('link');
      await page.getByLabel('Between').selectOption('cbcms1');
      expect(await others()).toEqual(['Choose…', ...ends]);
    }
    await page.getByLabel('and', { exact: true }).selectOption('wbcms2');
    await page.getByRole('button', { name: 'Arm' }).click();
    await armed(page).filter({ hasText: 'Between cbcms1 and wbcms2.' }).waitFor();
  });

  test('what was chosen for one kind of target is not kept for another', async () => {
    const page = await open();
    await goTo(page, 'Rehearsal');
    const arm = page.getByRole('button', { name: 'Arm' });
    const scope = page.getByLabel('For', { exact: true });
    await page.getByRole('option', { name: faults['client-silent'].words }).click();
    await scope.selectOption('callBridge');
    await page.getByLabel('Call bridge', { exact: true }).selectOption('cbcms1');
    expect(await arm.isEnabled()).toBe(true);
    await scope.selectOption('call');
    expect(await arm.isDisabled()).toBe(true);
    await scope.selectOption('callBridge');
    expect([await page.getByLabel('Call bridge', { exact: true }).inputValue(), await arm.isDisabled()]).toEqual(['', true]);
  });
});

test('several are cleared at once', async () => {
  const page = await open();
  for (const fault of ['client-left', 'client-silent']) await stage.api('/rehearsal/faults', { body: { fault, times: 'once' } });
  await goTo(page, 'Rehearsal');
  await armed(page).nth(1).waitFor();
  await page.getByRole('button', { name: 'Clear all' }).click();
  await nothingArmed(page);
});

test('a viewer sees what is armed and what happened, and changes nothing', async () => {
  const viewer = { name: 'Vera Viewer', password: 'only looking, thanks' };
  await stage.api('/people', { body: { ...viewer, role: 'viewer' } });
  await stage.api('/rehearsal/faults', { body: { fault: 'client-left', times: 'once' } });
  const page = await open(viewer);
  await goTo(page, 'Rehearsal');
  await armed(page).filter({ hasText: faults['client-left'].words }).waitFor();
  await page.getByText('Operators can arm faults.').waitFor();
  expect(await page.getByRole('main').getByRole('button').allTextContents()).toEqual(['Everything', 'Moves and faults']);
});

describe.each(['light', 'dark'] as const)('in %s colours', (colorScheme) => {
  test.each([1280, 820])('the page has nothing that axe finds wrong, and fits, %i pixels wide', async (width) => {
    const name = 'Conference room with a name that is rather long, building 42, floor 17, west wing';
    const { id } = await stage.bringIn({ name, numericId: '1001', callBridge: 'cbcms1' });
    const page = await open(undefined, { colorScheme, viewport: { width, height: 900 } });
    await goTo(page, 'Rehearsal');
    await nothingArmed(page);
    expect(await accessibilityProblems(page)).toEqual([]);
    for (const times of ['once', 'until-cleared']) await stage.api('/rehearsal/faults', { body: { fault: 'cannot-move', participant: id, times } });
    await stage.move(id, to.id);
    await stage.move(id, to.id);
    await page.getByRole('option', { name: faults['link-down'].words }).click();
    await armed(page).filter({ hasText: '1 so far' }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    await stage.sendAway(id);
  });
});

test('without the emulator there is no such page, and no way to it', async () => {
  const usher = await startUsher({ env: { EMULATOR: 'off' } });
  try {
    const { page } = await visit(browser);
    pages.push(page);
    await signIn(page, usher);
    expect(await page.getByRole('navigation', { name: 'Pages' }).getByRole('link').allTextContents()).not.toContain('Rehearsal');
    await page.goto(`${usher.url}/rehearsal`);
    await page.getByText('There is no such page').waitFor();
  } finally {
    await usher.stop();
  }
});
