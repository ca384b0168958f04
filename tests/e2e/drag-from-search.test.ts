import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { beforeAll, expect, test, vi } from 'vitest';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import { accessibilityProblems } from '../support/accessibility';
import { boardsForTests } from '../support/boards';
import { column, drag, dragByTouch, row } from '../support/pages';
import { meetingNamed, patience } from '../support/stage';

const boards = boardsForTests();
let space1: Meeting;
let space2: Meeting;

beforeAll(async () => {
  const { stage } = boards;
  await stage.bringIn({ name: 'Host One', numericId: '1001', cluster: 'webapp.com' });
  await stage.bringIn({ name: 'Host Two', numericId: '1002', cluster: 'webapp.com' });
  await stage.bringIn({ name: 'Host Three', numericId: '1003', cluster: 'webapp.com' });
  [space1, space2] = [await meetingNamed(stage, 'Space 1'), await meetingNamed(stage, 'Space 2')];
});

/** A board with Space 1 and Space 2, and the search open for somebody who is in Space 3. */
async function searchFor(name: string, screen: BrowserContextOptions = {}): Promise<{ page: Page; found: Locator; person: Participant }> {
  const person = await boards.stage.bringIn({ name, numericId: '1003', cluster: 'webapp.com' });
  const page = await boards.open([space1, space2], screen);
  await page.getByRole('button', { name: 'Find people' }).click();
  await page.getByLabel('Find people in all meetings').fill(name);
  const found = page.getByTestId('find-people').getByTestId(`participant-${person.id}`);
  await found.waitFor();
  return { page, found, person };
}

async function expectIn(page: Page, meeting: Meeting, name: string): Promise<void> {
  await row(page, meeting.id, name).waitFor();
  await vi.waitUntil(async () => (await boards.stage.world()).find((person) => person.name === name)?.meeting === meeting.id, patience);
}

test('somebody who is in none of the columns is found and dragged onto one', async () => {
  const { page, found } = await searchFor('Sam Search');
  expect(await found.textContent()).toContain('Space 3');
  expect(await accessibilityProblems(page)).toEqual([]);
  await drag(page, found, column(page, space2.id));
  await expectIn(page, space2, 'Sam Search');
});

test('the same by finger', async () => {
  const { page, found } = await searchFor('Tia Touch', { hasTouch: true, viewport: { width: 1180, height: 820 } });
  await dragByTouch(page, found, column(page, space2.id));
  await expectIn(page, space2, 'Tia Touch');
});

test('the same by keyboard, from the search field on', async () => {
  const { page, found } = await searchFor('Kim Keys');
  await page.keyboard.press('ArrowDown');
  await vi.waitUntil(() => found.evaluate((element) => element === document.activeElement), patience);
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await column(page, space2.id).getByTestId('column-answer').waitFor();
  await page.keyboard.press('Enter');
  await expectIn(page, space2, 'Kim Keys');
});

test('where somebody was, a row says for a while where they went', async () => {
  const gia = await boards.stage.bringIn({ name: 'Gia Ghost', numericId: '1001', cluster: 'webapp.com' });
  const page = await boards.open([space1, space2]);
  await drag(page, row(page, space1.id, 'Gia Ghost'), column(page, space2.id));
  const ghost = column(page, space1.id).getByTestId(`ghost-${gia.id}`);
  await ghost.filter({ hasText: 'moved to Space 2' }).waitFor();
  await row(page, space2.id, 'Gia Ghost').waitFor();
  await ghost.waitFor({ state: 'detached' });
});
