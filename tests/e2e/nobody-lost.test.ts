import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Participant } from '@/lib/meeting/participant';
import { orderSchema, type Order } from '@/lib/move/order';
import { launchChromium } from '../support/chromium';
import { emulatorControl, type EmulatorControl } from '../support/emulator-control';
import { column, joinAsGuest, pinOnBoard, row, signIn, visit, type Visit } from '../support/pages';
import { meetingNamed, startStage, type Stage } from '../support/stage';

/** Longer than it takes until somebody is given up: 30 seconds from their leaving. */
const patience = { timeout: 120_000, interval: 100 };

let stage: Stage;
let control: EmulatorControl;
let browser: Browser;
let operator: Visit;
let guest: Page;
let source: string;
let target: string;
let lost: { guest: Order; room: Order };

/** A guest in a browser and a device, both moved from Space 1 to Space 2 and lost on the way, while an operator looks at the board. */
beforeAll(async () => {
  [stage, browser] = await Promise.all([startStage(), launchChromium()]);
  control = await emulatorControl(stage);
  for (const numericId of ['1001', '1002']) await stage.bringIn({ name: `Host ${numericId}`, numericId, callBridge: 'cbcms1' });
  const [space1, space2] = [await meetingNamed(stage, 'Space 1'), await meetingNamed(stage, 'Space 2')];
  [source, target] = [space1.id, space2.id];
  // The emulator's authority is no browser's.
  guest = await (await browser.newContext({ reducedMotion: 'reduce', ignoreHTTPSErrors: true })).newPage();
  await joinAsGuest(guest, control.webApp('wbcms1'), '1001', 'Mira Guest');
  const mira = await found('Mira Guest');
  const room = await stage.bringIn({ name: 'Corner Room', numericId: '1001', callBridge: 'cbcms2' });

  operator = await visit(browser, { permissions: ['clipboard-read', 'clipboard-write'] });
  await signIn(operator.page, stage);
  await pinOnBoard(operator.page, stage, [space1, space2]);
  await row(operator.page, source, 'Mira Guest').waitFor();

  await control.post('/faults', { fault: 'client-left', participant: mira.id, times: 'once' });
  await control.setMediaDelay(20_000);
  const orders = { guest: await moved(mira.id), room: await moved(room.id) };
  const { items } = await orderOnce(orders.room, ({ items }) => items[0]?.newParticipant != null);
  await control.delete(`/people/${items[0]?.newParticipant}`);
  const isLost = ({ items }: Order) => items[0]?.state === 'dropped';
  lost = { guest: await orderOnce(orders.guest, isLost), room: await orderOnce(orders.room, isLost) };
  await control.setMediaDelay(0);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await stage?.stop();
});

async function found(name: string): Promise<Participant> {
  return vi.waitUntil(async () => {
    const { items } = (await stage.api(`/participants?search=${encodeURIComponent(name)}`)).body as { items: Participant[] };
    return items.find((one) => one.state === 'connected' && one.kind !== 'unknown' && one.canMove);
  }, patience);
}

async function moved(participant: string): Promise<string> {
  return orderSchema.parse((await stage.api('/moves', { body: { participants: [participant], to: { meeting: target } } })).body).id;
}

async function orderOnce(id: string, isSo: (order: Order) => boolean): Promise<Order> {
  return vi.waitUntil(async () => {
    const order = orderSchema.parse((await stage.api(`/moves/${id}`)).body);
    return isSo(order) ? order : null;
  }, patience);
}

const lostRow = (page: Page, order: Order) => column(page, source).getByTestId(`lost-${order.items[0]?.participant}`);
const isBack = ({ items }: Order) => items[0]?.returned != null;

test('a guest who was lost stands in red where they were; by keyboard one gets the link, they come in by it, and the row is gone', async () => {
  const { page, errors } = operator;
  const red = lostRow(page, lost.guest);
  await red.waitFor();
  expect(await red.textContent()).toContain('Mira Guest did not arrive in Space 2');
  await page.getByTestId('lost-count').getByText('2 lost').waitFor();

  await page.locator(`[data-row="was:${lost.guest.items[0]?.participant}"]`).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Mira Guest did not arrive in Space 2' });
  await dialog.getByRole('button', { name: 'Link to Space 2' }).click();
  const link = (await dialog.getByTestId('join-link').textContent()) ?? '';
  await dialog.getByRole('button', { name: 'Copy' }).click();
  await dialog.getByRole('button', { name: 'Copied' }).waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
  await page.keyboard.press('Escape');

  await guest.goto(link);
  await guest.getByTestId('name-input').fill('Mira Guest');
  await guest.getByTestId('join-button').click();
  await row(page, target, 'Mira Guest').waitFor();
  await red.waitFor({ state: 'detached' });
  expect((await orderOnce(lost.guest.id, isBack)).items[0]?.state).toBe('dropped');
  expect(errors).toEqual([]);
});

test('a device that was lost is called after a question that says what will happen, and is back when it answers', async () => {
  const { page, errors } = operator;
  const red = lostRow(page, lost.room);
  await red.getByRole('button', { name: 'Help' }).click();
  const dialog = page.getByRole('dialog', { name: 'Corner Room did not arrive in Space 2' });
  await dialog.getByRole('button', { name: 'Call into Space 2' }).click();
  expect(await dialog.textContent()).toContain('Space 2 calls corner.room@rooms.example, and it rings there.');
  await dialog.getByRole('button', { name: 'Call now' }).click();
  await row(page, target, 'Corner Room').waitFor({ timeout: patience.timeout });
  await red.waitFor({ state: 'detached' });
  await dialog.getByText('They are back').waitFor();
  await page.keyboard.press('Escape');
  expect((await orderOnce(lost.room.id, isBack)).items[0]?.state).toBe('dropped');
  await page.getByTestId('lost-count').waitFor({ state: 'detached' });
  expect(errors).toEqual([]);
});

test('the order tells when they were back', async () => {
  const { page } = operator;
  await page.goto(`${stage.url}/moves/${lost.guest.id}`);
  await page.getByText('Back since').waitFor();
  expect(await page.getByText('Mira Guest left and did not arrive in Space 2, and came back later.').count()).toBe(1);
});
