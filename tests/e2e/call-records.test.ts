import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CallBridge } from '@/lib/meeting/call-bridge';
import { accessibilityProblems } from '../support/accessibility';
import { launchChromium } from '../support/chromium';
import { signIn, visit } from '../support/pages';
import { startStage, type Stage } from '../support/stage';

let browser: Browser;
let stage: Stage;

beforeAll(async () => {
  [browser, stage] = await Promise.all([launchChromium(), startStage()]);
});
afterAll(async () => {
  await browser?.close();
  await stage?.stop();
});

const feeds = async () => {
  const { items } = (await stage.api('/call-bridges')).body as { items: CallBridge[] };
  return items.filter(({ cluster }) => cluster.name === 'webapp.com').map((bridge) => bridge.feeds.cdr);
};

test('an administrator turns a cluster’s call records off at once, and on after being told what that sets on the bridges', async () => {
  const { page, errors } = await visit(browser, { reducedMotion: 'reduce' });
  await signIn(page, stage);
  await page.goto(`${stage.url}/call-bridges`);
  const records = page.getByRole('switch', { name: 'Call records of webapp.com' });
  await expect.poll(() => records.getAttribute('aria-checked')).toBe('true');
  await records.click();
  await expect.poll(feeds).toEqual(['off', 'off', 'off']);
  await expect.poll(() => records.getAttribute('aria-checked')).toBe('false');
  await page.getByTestId('cluster-emulator-webapp.com').getByRole('button', { name: 'Observe' }).click();
  await records.click();
  const dialog = page.getByRole('dialog', { name: 'Have webapp.com send its call records?' });
  await expect.poll(() => dialog.textContent()).toContain(stage.url);
  expect(await accessibilityProblems(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Have them sent' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await expect.poll(feeds).toEqual(['waiting', 'waiting', 'waiting']);
  await stage.bringIn({ name: 'Room 1', numericId: '1001', callBridge: 'cbcms1' });
  const line = page.getByTestId('call-bridge-emulator-cbcms1').getByTestId('call-records');
  await expect.poll(() => line.textContent()).toMatch(/Call records: last one .*\d came/);
  expect(errors).toEqual([]);
});

test('who may only look sees what comes, and no switch', async () => {
  const account = { name: 'looker', password: '' };
  const { body } = await stage.api('/people', { body: { name: account.name, role: 'viewer' } });
  account.password = (body as { password: string }).password;
  const { page } = await visit(browser);
  await signIn(page, stage, account);
  await page.goto(`${stage.url}/call-bridges`);
  await page.getByTestId('call-bridge-emulator-cbcms1').getByTestId('call-records').waitFor();
  expect(await page.getByRole('switch').count()).toBe(0);
});
