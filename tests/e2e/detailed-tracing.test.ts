import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Order } from '@/lib/move/order';
import { accessibilityProblems } from '../support/accessibility';
import { launchChromium } from '../support/chromium';
import { emulatorControl } from '../support/emulator-control';
import { signIn, visit } from '../support/pages';
import { meetingNamed, patience, startStage, type Stage } from '../support/stage';

let browser: Browser;
let stage: Stage;

beforeAll(async () => {
  [browser, stage] = await Promise.all([launchChromium(), startStage()]);
});
afterAll(async () => {
  await browser?.close();
  await stage?.stop();
});

const secondsLeft = async (callBridge: string) => ((await stage.api(`/call-bridges/${callBridge}/tracing`)).body as { secondsLeft: number }).secondsLeft;
const dialogOf = (page: Page, name: string) => page.getByRole('dialog', { name: `Detailed tracing at ${name}` });

test('an administrator has a bridge trace its API for ten minutes, sees it count down, and ends it earlier', async () => {
  const { page, errors } = await visit(browser, { reducedMotion: 'reduce' });
  await signIn(page, stage);
  await page.goto(`${stage.url}/call-bridges`);
  await page.getByRole('button', { name: 'Options for cbcms2' }).click();
  await page.getByRole('menuitem', { name: 'Detailed tracing…' }).click();
  const dialog = dialogOf(page, 'cbcms2');
  await dialog.getByText('so that the next moves can be explained from it').waitFor();
  await dialog.getByRole('button', { name: 'Switch on' }).waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Switch on' }).click();
  await dialog.waitFor({ state: 'hidden' });
  const line = page.getByTestId('call-bridge-emulator-cbcms2').getByTestId('tracing');
  await expect.poll(() => line.textContent()).toMatch(/ends by itself in (10:00|9:5\d)/);
  expect(await secondsLeft('emulator-cbcms2')).toBeGreaterThan(500);
  const shown = await line.textContent();
  await expect.poll(() => line.textContent()).not.toBe(shown);
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.reload();
  await line.getByRole('button', { name: 'Switch off' }).click();
  await line.waitFor({ state: 'detached' });
  expect(await secondsLeft('emulator-cbcms2')).toBe(0);
  expect(errors).toEqual([]);
});

test('whoever comes for a bridge that cannot be told is told where to do it by hand', async () => {
  const { page } = await visit(browser);
  await signIn(page, stage);
  await page.goto(`${stage.url}/call-bridges?trace=emulator-cblegacy1`);
  const dialog = dialogOf(page, 'cblegacy1');
  await dialog.getByText('This call bridge cannot be told by the API: switch it on in its web interface under Logs > Detailed tracing.').waitFor();
  expect(await dialog.getByRole('button', { name: 'Switch on' }).count()).toBe(0);
});

test('while its cluster is only observed nothing is set on a bridge, and the dialog says so', async () => {
  const { page } = await visit(browser);
  await signIn(page, stage);
  await stage.api('/clusters/emulator-webapp.com', { method: 'PATCH', body: { mode: 'observe' } });
  await page.goto(`${stage.url}/call-bridges?trace=emulator-cbcms3`);
  const dialog = dialogOf(page, 'cbcms3');
  await dialog.getByText('1 minute').click();
  await dialog.getByRole('button', { name: 'Switch on' }).click();
  await expect.poll(() => dialog.getByRole('alert').textContent()).toContain('The cluster is only observed');
  await stage.api('/clusters/emulator-webapp.com', { method: 'PATCH', body: { mode: 'operate' } });
  expect(await secondsLeft('emulator-cbcms3')).toBe(0);
});

test('a move that others made at a bridge that traces nothing leads to the switch, and whoever may not use it is told who may', async () => {
  const emulator = await emulatorControl(stage);
  for (const numericId of ['1001', '1002']) await stage.bringIn({ name: `Room ${numericId}`, numericId, callBridge: 'cbcms1' });
  const { id } = await stage.bringIn({ name: 'Foreign Room', numericId: '1001', callBridge: 'cbcms1' });
  await emulator.change('cbcms1', { apiTrace: 'off' });
  const [call] = (await meetingNamed(stage, 'Space 2')).calls;
  const authorization = `Basic ${Buffer.from('api:emulator').toString('base64')}`;
  await fetch(`${emulator.webApp('cbcms1')}/api/v1/calls/${call?.id}/participants`, { method: 'POST', body: new URLSearchParams({ movedParticipant: id, needsActivation: 'false' }), headers: { authorization } });
  const order = await vi.waitUntil(async () => ((await stage.api(`/moves?kind=observed&participant=${id}`)).body as { items: Order[] }).items.find(({ state }) => state === 'settled') ?? null, patience);

  const { page } = await visit(browser);
  await signIn(page, stage);
  await page.goto(`${stage.url}/moves/${order.id}`);
  await page.getByRole('button', { name: 'Step by step' }).click();
  await page.getByRole('link', { name: 'Switch on detailed tracing at cbcms1' }).click();
  await dialogOf(page, 'cbcms1').getByRole('button', { name: 'Switch on' }).waitFor();

  const { body } = await stage.api('/people', { body: { name: 'looker', role: 'viewer' } });
  const looker = await visit(browser);
  await signIn(looker.page, stage, { name: 'looker', password: (body as { password: string }).password });
  await looker.page.goto(`${stage.url}/moves/${order.id}`);
  await looker.page.getByRole('button', { name: 'Step by step' }).click();
  await looker.page.getByText('An administrator can switch on detailed tracing there.').waitFor();
});
