import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Order } from '@/lib/move/order';
import { accessibilityProblems } from '../support/accessibility';
import { launchChromium } from '../support/chromium';
import { emulatorControl, type EmulatorControl } from '../support/emulator-control';
import { signIn, visit } from '../support/pages';
import { meetingNamed, patience, startStage, type Stage } from '../support/stage';

let browser: Browser;
let stage: Stage;
let emulator: EmulatorControl;

beforeAll(async () => {
  [browser, stage] = await Promise.all([launchChromium(), startStage()]);
  emulator = await emulatorControl(stage);
  for (const numericId of ['1001', '1002']) await stage.bringIn({ name: `Room ${numericId}`, numericId, callBridge: 'cbcms1' });
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
  await expect.poll(() => line.textContent()).toMatch(/ends by itself in (10:00|\d:\d\d)/);
  expect(await secondsLeft('emulator-cbcms2')).toBeGreaterThan(60);
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

/** Has somebody in Space 1 moved to Space 2 by somebody else, and gives the order that Usher makes of it. */
async function foreignMove(name: string, parameters: Readonly<Record<string, string>> = {}): Promise<Order> {
  const { id } = await stage.bringIn({ name, numericId: '1001', callBridge: 'cbcms1' });
  const [call] = (await meetingNamed(stage, 'Space 2')).calls;
  const headers = { authorization: `Basic ${Buffer.from('api:emulator').toString('base64')}` };
  const body = new URLSearchParams({ movedParticipant: id, needsActivation: 'false', ...parameters });
  await fetch(`${emulator.webApp('cbcms1')}/api/v1/calls/${call?.id}/participants`, { method: 'POST', body, headers });
  return vi.waitUntil(async () => ((await stage.api(`/moves?kind=observed&participant=${id}`)).body as { items: Order[] }).items.find(({ state }) => state === 'settled') ?? null, patience);
}

test('a move that others made at a bridge that traces nothing leads to the switch, and whoever may not use it is told who may', async () => {
  await emulator.change('cbcms1', { apiTrace: 'off' });
  const order = await foreignMove('Foreign Room');
  await emulator.change('cbcms1', { apiTrace: 'writes' });

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

test('the support bundle of a live move has the versions of the bridges and the lines, and nothing of a secret in them', async () => {
  const secret = 'Jq6yZcT9w-4711';
  const order = await foreignMove('Bundled Room', { secret });
  const { page } = await visit(browser);
  await signIn(page, stage);
  await page.goto(`${stage.url}/moves/${order.id}`);
  await page.getByRole('button', { name: 'Step by step' }).click();
  const saved = async () => {
    await page.getByRole('button', { name: 'Save' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'Support bundle' }).click();
    return readFileSync(await (await download).path(), 'utf8');
  };
  await expect.poll(saved, patience).toContain('secret=********');
  const bundle = await saved();
  expect(bundle).not.toContain(secret);
  expect(JSON.parse(bundle)).toMatchObject({
    versions: { usher: expect.stringMatching(/^\d/), callBridges: expect.arrayContaining([{ name: 'cbcms1', version: '3.9', origin: 'emulator' }]) },
    verdict: null,
    from: { order: order.id, item: '1' },
    excerpts: { cbcms1: expect.arrayContaining([expect.objectContaining({ text: expect.stringContaining('movedParticipant=') })]) },
  });
});
