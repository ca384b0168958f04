import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityProblems } from '../support/accessibility';
import { launchChromium } from '../support/chromium';
import { madeHar } from '../support/made-har';
import { signIn, visit } from '../support/pages';
import { startStage, type Stage } from '../support/stage';

let browser: Browser;
let stage: Stage;
let page: Page;

beforeAll(async () => {
  [browser, stage] = await Promise.all([launchChromium(), startStage()]);
  ({ page } = await visit(browser, { reducedMotion: 'reduce' }));
  await signIn(page, stage);
});
afterAll(async () => {
  await browser?.close();
  await stage?.stop();
});

async function choose(name: string): Promise<void> {
  await page.getByRole('button', { name: /^Meant/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Where were they meant to go?' });
  await dialog.getByPlaceholder('Search meetings').fill(name);
  await dialog.getByTestId(/^choice-/).filter({ hasText: name }).filter({ hasText: 'webapp.com' }).click();
}

test('the space that was meant is found by its name, and what the browser was sent to is compared with its numeric ids', async () => {
  const har = madeHar({ toldMs: Date.now(), participant: randomUUID(), newParticipant: randomUUID(), account: 'guest100000', newAccount: 'guest200000', numericId: '1004' });
  await page.goto(`${stage.url}/diagnoses`);
  await page.getByLabel('Files to diagnose').setInputFiles({ name: 'browser.har', mimeType: 'application/json', buffer: Buffer.from(har) });
  await page.getByText('nobody said which ones the target has').waitFor();
  await choose('Space 4');
  await page.getByText('which the target has').waitFor();
  await page.getByText('Space 4 has the numeric ids 1004, 2004 now').waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  await choose('Space 2');
  await page.getByText('The person ended up in another meeting.').waitFor();
  await page.getByRole('button', { name: 'Not this meeting' }).click();
  await page.getByText('nobody said which ones the target has').waitFor();
});
