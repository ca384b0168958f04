import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Meeting } from '@/lib/meeting/meeting';
import { accessibilityProblems } from '../support/accessibility';
import { launchChromium } from '../support/chromium';
import { column, pinOnBoard, row, signIn, visit } from '../support/pages';
import { meetingNamed, startStage, type Stage } from '../support/stage';

let browser: Browser;
let stage: Stage;
let meetings: Meeting[];

beforeAll(async () => {
  [browser, stage] = [await launchChromium(), await startStage()];
  for (const [name, numericId] of [['Ida Host', '1001'], ['Nils Guest', '1001'], ['Host Two', '1002']] as const) await stage.bringIn({ name, numericId, cluster: 'webapp.com' });
  meetings = [await meetingNamed(stage, 'Space 1'), await meetingNamed(stage, 'Space 2')];
});
afterAll(async () => {
  await browser.close();
  await stage.stop();
});

async function boardOf(account: { name: string; password: string }): Promise<Page> {
  const { page } = await visit(browser);
  await signIn(page, stage, account);
  await pinOnBoard(page, stage, meetings);
  return page;
}

async function operator(name: string): Promise<{ name: string; password: string }> {
  const { body } = await stage.api('/people', { body: { name, role: 'operator' } });
  return { name, password: (body as { password: string }).password };
}

test('whom somebody lifts is marked with their name on other boards, not on their own, until they are put back', async () => {
  const [olga, piet] = [await boardOf(await operator('Olga Lift')), await boardOf(await operator('Piet Look'))];
  const space1 = meetings[0]?.id ?? '';
  const mark = (page: Page) => row(page, space1, 'Nils Guest').getByTestId('carried-by');
  await row(olga, space1, 'Nils Guest').focus();
  await olga.keyboard.press('Space');
  await mark(piet).filter({ hasText: 'Olga Lift is moving this person.' }).waitFor();
  expect(await mark(olga).count()).toBe(0);
  expect(await row(piet, space1, 'Ida Host').getByTestId('carried-by').count()).toBe(0);
  expect(await accessibilityProblems(piet)).toEqual([]);
  await olga.keyboard.press('Escape');
  await mark(piet).waitFor({ state: 'detached' });
  await row(olga, space1, 'Nils Guest').focus();
  await olga.keyboard.press('Space');
  await mark(piet).waitFor();
  await olga.close();
  await mark(piet).waitFor({ state: 'detached' });
  await column(piet, space1).waitFor();
});
