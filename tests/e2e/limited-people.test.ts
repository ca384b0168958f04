import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { foundSpacesSchema } from '@/lib/meeting/space';
import { launchChromium } from '../support/chromium';
import { signIn, visit } from '../support/pages';
import { meetingNamed, startStage, type Stage } from '../support/stage';

let stage: Stage;
let browser: Browser;

beforeAll(async () => {
  stage = await startStage();
  await stage.bringIn({ name: 'Guest One', numericId: '1001', callBridge: 'cbcms1' });
  await stage.bringIn({ name: 'Guest Two', numericId: '1002', callBridge: 'cbcms1' });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  await stage.stop();
});

test('an administrator limits somebody to a space, who then sees that meeting and no other', async () => {
  const { page, errors } = await visit(browser);
  await signIn(page, stage);
  await page.goto(`${stage.url}/people`);
  await page.getByRole('button', { name: 'Add a person' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Olga');
  await page.getByLabel('Password', { exact: true }).fill('a long enough password');
  await page.getByLabel('Only those of chosen clusters and spaces').check();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByText('Name at least one cluster or space.').waitFor();
  // Nobody is in it: it is found on the bridges.
  await page.getByLabel('Find spaces').fill('space 7');
  await page.getByRole('checkbox', { name: 'Space 7 webapp.com' }).check();
  await page.getByLabel('Find spaces').fill('SPACE 1');
  await page.getByRole('checkbox', { name: 'Space 1 webapp.com' }).check();
  await page.getByRole('checkbox', { name: 'Space 7 webapp.com' }).uncheck();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByText('1 space', { exact: true }).waitFor();

  const olga = await visit(browser);
  await signIn(olga.page, stage, { name: 'Olga', password: 'a long enough password' });
  await olga.page.goto(`${stage.url}/meetings`);
  await olga.page.getByText('Space 1').first().waitFor();
  expect(await olga.page.getByText('Space 2').count()).toBe(0);
  const hidden = await meetingNamed(stage, 'Space 2');
  await olga.page.goto(`${stage.url}/meetings/${hidden.id}`);
  expect(await olga.page.getByText('Guest Two').count()).toBe(0);

  await page.getByRole('button', { name: 'Options for Olga' }).click();
  await page.getByRole('menuitem', { name: 'Meetings…' }).click();
  await page.getByRole('checkbox', { name: 'Space 1 webapp.com', checked: true }).waitFor();
  await page.getByLabel('All', { exact: true }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await olga.page.waitForURL(/sign-in/);
  expect(errors).toEqual([]);
});

test('spaces to which somebody is limited are named though nobody is in them, and one that is gone stands by its id and says so', async () => {
  const found = foundSpacesSchema.parse((await stage.api('/spaces?search=Space%205&cluster=webapp.com')).body).items;
  const spaces = [...found.map(({ id, cluster }) => ({ id, cluster: cluster.id })), { id: 'gone-since', cluster: 'emulator-webapp.com' }];
  const added = await stage.api('/people', { body: { name: 'Peer', password: 'a long enough password', role: 'viewer', scope: { clusters: [], spaces } } });
  expect(added.status).toBe(201);
  const { page, errors } = await visit(browser);
  await signIn(page, stage);
  await page.goto(`${stage.url}/people`);
  await page.getByRole('button', { name: 'Options for Peer' }).click();
  await page.getByRole('menuitem', { name: 'Meetings…' }).click();
  await page.getByRole('checkbox', { name: 'Space 5 webapp.com', checked: true }).waitFor();
  await page.getByRole('checkbox', { name: 'gone-since Not in webapp.com', checked: true }).waitFor();
  expect(errors).toEqual([]);
});
