import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import type { Order } from '@/lib/move/order';
import { launchChromium } from '../support/chromium';
import { emulatorControl, type EmulatorControl } from '../support/emulator-control';
import { column, drag, pinOnBoard, row, signIn, visit, type Visit } from '../support/pages';
import { startUsher, type RunningUsher } from '../support/usher';

const waitOptions = { timeout: 30_000, interval: 50 };

describe('on the board', () => {
  let browser: Browser;
  let usher: RunningUsher;
  let emulator: EmulatorControl;
  let from: Meeting;
  let to: Meeting;
  const visits: Visit[] = [];

  beforeAll(async () => {
    [browser, usher] = await Promise.all([launchChromium(), startUsher({ scenario: 'empty' })]);
    emulator = await emulatorControl(usher);
    await emulator.post('/people', { kind: 'sip', name: 'Room One', numericId: '1001', callBridge: 'cbcms1' });
    await emulator.post('/people', { kind: 'sip', name: 'Room Two', numericId: '1002', callBridge: 'cbcms1' });
    await emulator.post('/people', { kind: 'microsoft', name: 'Mika Teams', numericId: '1001', callBridge: 'cbcms1' });
    [from, to] = [await meetingNamed('Space 1'), await meetingNamed('Space 2')];
  });
  afterAll(async () => {
    await usher.stop();
    await browser.close();
  });
  afterEach(async () => {
    for (const { page } of visits.splice(0)) await page.context().close();
  });

  async function meetingNamed(name: string): Promise<Meeting> {
    return vi.waitUntil(async () => {
      const { body } = await usher.api(`/meetings?cluster=webapp.com&search=${encodeURIComponent(name)}`);
      return (body as { items: Meeting[] }).items[0];
    }, waitOptions);
  }

  async function guestInSource(name: string): Promise<Participant> {
    await emulator.post('/people', { kind: 'web-app', name, numericId: '1001' });
    return vi.waitUntil(async () => {
      const { body } = await usher.api(`/participants?search=${encodeURIComponent(name)}`);
      return (body as { items: Participant[] }).items.find(({ kind, state }) => kind === 'web-app' && state === 'connected');
    }, waitOptions);
  }

  async function openBoard(account?: { name: string; password: string }): Promise<Page> {
    const opened = await visit(browser);
    visits.push(opened);
    await signIn(opened.page, usher, account);
    await pinOnBoard(opened.page, usher, [from, to]);
    return opened.page;
  }

  async function orders(): Promise<Order[]> {
    return ((await usher.api('/moves')).body as { items: Order[] }).items;
  }

  test('a viewer sees everything, drags nobody, and is told why', async () => {
    const viewer = { name: 'Vera Viewer', password: 'only looking, thanks' };
    expect((await usher.api('/people', { body: { ...viewer, role: 'viewer' } })).status).toBe(201);
    const guest = await guestInSource('Vic Viewed');
    const page = await openBoard(viewer);
    const before = (await orders()).length;
    const handle = row(page, from.id, guest.name);
    await handle.hover();
    await page.mouse.down();
    const target = await column(page, to.id).boundingBox();
    await page.mouse.move((target?.x ?? 0) + 100, (target?.y ?? 0) + 200, { steps: 10 });
    await page.mouse.up();
    await handle.focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.getByText(/not move people/).first().waitFor();
    expect(await orders()).toHaveLength(before);
    expect((await usher.api(`/participants/${guest.id}`)).body).toMatchObject({ meeting: from.id });
  });

  test('a Microsoft client stays where it is, and the column says why', async () => {
    const page = await openBoard();
    const before = (await orders()).length;
    await drag(page, row(page, from.id, 'Mika Teams'), column(page, to.id));
    await page.getByText(/Microsoft client/).first().waitFor();
    expect(await orders()).toHaveLength(before);
  });

  test('two operators who drag the same guest at once: one wins, the other is told', async () => {
    const guest = await guestInSource('Tia Twice');
    const pages = await Promise.all([openBoard(), openBoard()]);
    for (const page of pages) {
      await row(page, from.id, guest.name).focus();
      await page.keyboard.press('Space');
      await page.keyboard.press('ArrowRight');
      await column(page, to.id).getByTestId('column-answer').waitFor();
    }
    await Promise.all(pages.map((page) => page.keyboard.press('Enter')));
    await Promise.all(pages.map((page) => row(page, to.id, guest.name).waitFor()));
    const mine = await vi.waitUntil(async () => {
      const found = (await orders()).filter(({ items }) => items[0]?.participant === guest.id);
      return found.every(({ state }) => state === 'settled') ? found : undefined;
    }, waitOptions);
    expect(mine.map(({ items }) => items[0]?.state).filter((state) => state === 'joined')).toHaveLength(1);
    for (const { items } of mine.filter(({ items: [item] }) => item?.state !== 'joined')) {
      expect(items[0]).toMatchObject({ state: 'refused', verdict: { reason: 'moved-meanwhile' } });
    }
    const [late] = mine.filter(({ items: [item] }) => item?.state === 'refused');
    if (late) {
      await pages[0]?.goto(`${usher.url}/moves/${late.id}`);
      await pages[0]?.getByText(new RegExp(`admin moved ${guest.name} to Space 2 at [0-9:]+; nothing was sent`)).first().waitFor();
    }
  });

  test('a bridge that goes away leaves its meetings shown as stale, and nobody can be moved until it is back', async () => {
    const guest = await guestInSource('Sam Stale');
    const page = await openBoard();
    await row(page, from.id, guest.name).waitFor();
    for (const name of ['cbcms1', 'cbcms2', 'cbcms3']) await emulator.change(name, { down: true });
    await page.getByTestId('coverage').filter({ hasText: '1 of 4' }).waitFor();
    await row(page, from.id, guest.name).waitFor();
    const refused = await usher.api('/moves', { body: { participants: [guest.id], to: { meeting: to.id } } });
    expect(refused.body).toMatchObject({ items: [{ state: 'refused', verdict: { reason: 'bridge-unreachable' } }] });
    for (const name of ['cbcms1', 'cbcms2', 'cbcms3']) await emulator.change(name, { down: false });
    await page.getByTestId('coverage').filter({ hasText: '4 of 4' }).waitFor();
  });

  test('a session that ends takes the open board to the sign-in page', async () => {
    const account = { name: 'Olga Operator', password: 'dragging all day long' };
    const added = await usher.api('/people', { body: { ...account, role: 'operator' } });
    const page = await openBoard(account);
    const { person } = added.body as { person: { id: string } };
    expect((await usher.api(`/people/${person.id}`, { method: 'DELETE' })).status).toBe(204);
    await page.waitForURL(/\/sign-in/);
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
  });
});
