import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityProblems } from '../support/accessibility';
import { launchChromium } from '../support/chromium';
import { signIn, visit } from '../support/pages';
import { meetingNamed, startStage, type Stage } from '../support/stage';

let browser: Browser;
let stage: Stage;

beforeAll(async () => {
  [browser, stage] = await Promise.all([launchChromium(), startStage()]);
});
afterAll(async () => {
  await browser?.close();
  await stage?.stop();
});

test('a meeting’s log grows while one looks, and is found among the ended meetings afterwards', async () => {
  const { page, errors } = await visit(browser, { reducedMotion: 'reduce' });
  await signIn(page, stage);
  const room = await stage.bringIn({ name: 'Room 1', numericId: '1001', callBridge: 'cbcms1' });
  const meeting = await meetingNamed(stage, 'Space 1');
  await page.goto(`${stage.url}/meetings/${meeting.id}`);
  const log = page.getByTestId('meeting-log');
  await expect.poll(() => log.textContent()).toContain('Room 1 joined');
  const guest = await stage.bringIn({ kind: 'web-app', name: 'Ana', numericId: '1001', callBridge: 'cbcms2' });
  await expect.poll(() => log.locator('li').first().textContent()).toMatch(/cbcms\d.*Ana joined/);
  expect(await accessibilityProblems(page)).toEqual([]);

  await stage.sendAway(guest.id);
  await expect.poll(() => log.locator('li').first().textContent()).toContain('Ana left');
  await stage.sendAway(room.id);
  await page.getByRole('link', { name: 'Ended meetings' }).click();
  const ended = page.locator('[data-testid^="ended-"]').filter({ hasText: 'Space 1' });
  await ended.waitFor();
  await page.getByLabel('Search ended meetings and people').fill('ana');
  await expect.poll(() => ended.count()).toBe(1);
  await expect.poll(() => page.title()).toContain('Meetings');
  expect(await accessibilityProblems(page)).toEqual([]);
  await ended.click();
  await expect.poll(() => page.getByRole('grid').textContent()).toMatch(/Room 1.*Ana/);
  await expect.poll(() => log.textContent()).toMatch(/The meeting ended.*Ana joined/);
  // A page that is come to without loading it anew gets its title a moment later.
  await expect.poll(() => page.title()).toMatch(/^Meeting\b/);
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(errors).toEqual([]);
});

test('the call bridges page says how the logs come in, and what to type on a bridge', async () => {
  const { page, errors } = await visit(browser, { reducedMotion: 'reduce' });
  await signIn(page, stage);
  await page.goto(`${stage.url}/call-bridges`);
  await expect.poll(() => page.getByTestId('call-bridge-emulator-cbcms1').getByTestId('bridge-syslog').textContent()).toMatch(/^Syslog: last line /);
  await expect.poll(() => page.getByTestId('syslog-commands').textContent()).toMatch(/^syslog server add 127\.0\.0\.1 \d+\nsyslog enable$/);
  await page.getByText('wbcms1', { exact: true }).waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(errors).toEqual([]);
});
