import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import type { Order } from '@/lib/move/order';
import { launchChromium } from '../support/chromium';
import { engines } from '../support/databases';
import { emulatorControl, type EmulatorControl } from '../support/emulator-control';
import { column, drag, dragByTouch, joinAsGuest, pinOnBoard, row, signIn, visit, type Visit } from '../support/pages';
import { startUsher, type RunningUsher } from '../support/usher';

const waitOptions = { timeout: 30_000, interval: 50 };

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

describe.each(engines)('on %s', (engine) => {
  let usher: RunningUsher;
  let emulator: EmulatorControl;
  let space1: Meeting;
  let space2: Meeting;
  const visits: Visit[] = [];

  beforeAll(async () => {
    usher = await startUsher({ engine, scenario: 'empty' });
    emulator = await emulatorControl(usher);
    for (const numericId of ['1001', '1002']) await emulator.post('/people', { kind: 'sip', name: `Host ${numericId}`, numericId, callBridge: 'cbcms1' });
    space1 = await meetingNamed('Space 1');
    space2 = await meetingNamed('Space 2');
  });
  afterAll(() => usher.stop());
  afterEach(async () => {
    for (const { page } of visits.splice(0)) await page.context().close();
  });

  async function meetingNamed(name: string): Promise<Meeting> {
    return vi.waitUntil(async () => {
      const { body } = await usher.api(`/meetings?cluster=webapp.com&search=${encodeURIComponent(name)}`);
      return (body as { items: Meeting[] }).items.find((meeting) => meeting.name === name);
    }, waitOptions);
  }

  async function participantNamed(name: string): Promise<Participant> {
    return vi.waitUntil(async () => {
      const { body } = await usher.api(`/participants?search=${encodeURIComponent(name)}`);
      return (body as { items: Participant[] }).items.find((person) => person.name === name && person.state === 'connected');
    }, waitOptions);
  }

  async function lastOrderOf(name: string): Promise<Order> {
    const { body } = await usher.api('/moves?limit=20');
    const found = (body as { items: Order[] }).items.find(({ items }) => items[0]?.name === name);
    if (!found) throw new Error(`nobody has moved ${name}`);
    return found;
  }

  async function open(options: BrowserContextOptions = {}): Promise<Page> {
    const opened = await visit(browser, options);
    visits.push(opened);
    return opened.page;
  }

  /** A guest in Space 1, muted, with a message in the chat; and an operator with both meetings on the board. */
  async function guestAndOperator(name: string, screen: BrowserContextOptions = {}): Promise<{ guest: Page; operator: Page }> {
    const guest = await open();
    await joinAsGuest(guest, emulator.webApp('wbcms1'), '1001', name);
    await guest.getByTestId('mute-button').click();
    await guest.getByTestId('chat-button').click();
    await guest.getByTestId('chat-input').fill('Good morning');
    await guest.getByTestId('chat-send').click();
    await guest.getByTestId('chat-message').first().waitFor();
    const operator = await open(screen);
    await signIn(operator, usher);
    await pinOnBoard(operator, usher, [space1, space2]);
    await row(operator, space1.id, name).waitFor();
    return { guest, operator };
  }

  async function expectMoved(guest: Page, operator: Page | null, name: string): Promise<void> {
    await guest.getByTestId('toast').filter({ hasText: 'You have been moved to a new call' }).waitFor();
    await guest.getByText('Now in Space 2').waitFor();
    await guest.getByTestId('space-name').filter({ hasText: 'Space 2' }).waitFor();
    expect(await guest.getByTestId('mute-button').getAttribute('aria-pressed')).toBe('true');
    expect(await guest.getByTestId('chat-message').count()).toBe(0);
    if (operator) {
      await row(operator, space2.id, name).waitFor();
      await row(operator, space1.id, name).waitFor({ state: 'detached' });
    }
    const order = await vi.waitUntil(async () => {
      const found = await lastOrderOf(name);
      return found.state === 'settled' ? found : undefined;
    }, waitOptions);
    expect(order.items[0]).toMatchObject({ state: 'joined', to: { name: 'Space 2' } });
    const moved = await participantNamed(name);
    expect(moved).toMatchObject({ meeting: space2.id, muted: { audio: true } });
    expect(moved.movedFrom?.participant).toBe(order.items[0]?.participant);
  }

  test('an operator drags a guest to another meeting, and the guest is told', async () => {
    const { guest, operator } = await guestAndOperator('Mara Drag');
    await drag(operator, row(operator, space1.id, 'Mara Drag'), column(operator, space2.id));
    await expectMoved(guest, operator, 'Mara Drag');
    expect(visits.flatMap(({ errors }) => errors)).toEqual([]);
  });

  test('the same by touch, on a tablet', async () => {
    const { guest, operator } = await guestAndOperator('Tess Touch', { hasTouch: true, viewport: { width: 1180, height: 820 } });
    await dragByTouch(operator, row(operator, space1.id, 'Tess Touch'), column(operator, space2.id));
    await expectMoved(guest, operator, 'Tess Touch');
  });

  test('the same by keyboard: lift, choose the column, drop', async () => {
    const { guest, operator } = await guestAndOperator('Kai Keyboard');
    await row(operator, space1.id, 'Kai Keyboard').focus();
    await operator.keyboard.press('Space');
    await operator.keyboard.press('ArrowRight');
    await column(operator, space2.id).getByTestId('column-answer').waitFor();
    await operator.keyboard.press('Enter');
    await expectMoved(guest, operator, 'Kai Keyboard');
  });

  test('the same by "Move to...", without any drag', async () => {
    const { guest, operator } = await guestAndOperator('Dee Dialog');
    await row(operator, space1.id, 'Dee Dialog').focus();
    await operator.keyboard.press('m');
    await operator.getByPlaceholder('Search meetings').fill('Space 2');
    await operator.getByTestId(`choice-${space2.id}`).click();
    await expectMoved(guest, operator, 'Dee Dialog');
  });

  test('the same by the API, which answers once the guest has joined', async () => {
    const guest = await open();
    await joinAsGuest(guest, emulator.webApp('wbcms2'), '1001', 'Api Guest');
    await guest.getByTestId('mute-button').click();
    const person = await vi.waitUntil(async () => {
      const found = await participantNamed('Api Guest');
      return found.muted.audio ? found : undefined;
    }, waitOptions);
    const answer = await usher.api('/moves', {
      body: { participants: [person.id], to: { meeting: space2.id }, onlyIfIn: space1.id },
      headers: { prefer: 'wait=20', 'idempotency-key': 'one' },
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ state: 'settled', items: [{ state: 'joined' }] });
    await expectMoved(guest, null, 'Api Guest');
  });

  test('from one bridge to a meeting on a second, placed on a third', async () => {
    await emulator.post('/people', { kind: 'sip', name: 'Room Host', numericId: '1007', callBridge: 'cbcms2' });
    const target = await meetingNamed('Space 7');
    await setLoads({ cbcms1: 0, cbcms2: 50, cbcms3: 50 });
    const guest = await open();
    await joinAsGuest(guest, emulator.webApp('wbcms1'), '1001', 'Tri Bridge');
    const before = await participantNamed('Tri Bridge');
    expect(before.callBridge.name).toBe('cbcms1');
    expect(await hostsOf(target.id)).toEqual(['cbcms2']);
    await setLoads({ cbcms1: 50, cbcms2: 50, cbcms3: 0 });
    const answer = await usher.api('/moves', {
      body: { participants: [before.id], to: { meeting: target.id } },
      headers: { prefer: 'wait=20' },
    });
    expect(answer.body).toMatchObject({ items: [{ state: 'joined' }] });
    await guest.getByText('Now in Space 7').waitFor();
    expect(await participantNamed('Tri Bridge')).toMatchObject({ meeting: target.id, callBridge: { name: 'cbcms3' } });
    await setLoads({ cbcms1: 0, cbcms2: 0, cbcms3: 0 });
  });

  async function setLoads(loads: Record<string, number>): Promise<void> {
    for (const [name, load] of Object.entries(loads)) await emulator.setLoad(name, load);
  }

  async function hostsOf(meeting: string): Promise<string[]> {
    const { body } = await usher.api('/call-bridges');
    const names = new Map((body as { items: { id: string; name: string }[] }).items.map(({ id, name }) => [id, name]));
    const found = (await usher.api(`/meetings/${meeting}`)).body as Meeting;
    return found.calls.map(({ callBridge }) => names.get(callBridge) ?? '?');
  }

  test('a web app guest of a 3.1 bridge is refused, on the board and by the API', async () => {
    const legacy = { cluster: 'legacy.example' };
    await emulator.post('/people', { ...legacy, kind: 'sip', name: 'Legacy Host', numericId: '1002' });
    await emulator.post('/people', { ...legacy, kind: 'web-app', name: 'Legacy Guest', numericId: '1001' });
    const guest = await vi.waitUntil(async () => {
      const found = await participantNamed('Legacy Guest');
      return found.kind === 'web-app' ? found : undefined;
    }, waitOptions);
    const from = (await usher.api(`/meetings/${guest.meeting}`)).body as Meeting;
    const to = (await usher.api(`/meetings/${(await participantNamed('Legacy Host')).meeting}`)).body as Meeting;
    const refused = await usher.api('/moves', { body: { participants: [guest.id], to: { meeting: to.id } } });
    expect(refused).toMatchObject({ status: 202, body: { items: [{ state: 'refused', verdict: { reason: 'web-app-needs-3.2' } }] } });

    const operator = await open();
    await signIn(operator, usher);
    await pinOnBoard(operator, usher, [from, to]);
    const guestRow = operator.getByTestId(`participant-${guest.id}`);
    await drag(operator, guestRow, column(operator, to.id));
    await operator.getByText(/from version 3\.2 on/).first().waitFor();
    await guestRow.waitFor();
    const { items } = (await usher.api('/moves?limit=1')).body as { items: Order[] };
    expect(items[0]?.id).toBe((refused.body as Order).id);
  });
});

