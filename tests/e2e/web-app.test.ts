import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createIds } from '@/server/emulator/ids';
import type { SeenPerson } from '@/server/emulator/protocol/client-session';
import { webAppAssets } from '@/server/emulator/web-app/assets';
import { startWebBridge, type WebBridgeHandle } from '@/server/emulator/web-bridge/web-bridge';
import { accessibilityProblems } from '../support/accessibility';
import { launchChromium } from '../support/chromium';
import { FakeCallBridge } from '../support/fake-call-bridge';
import { visit, type Visit } from '../support/pages';
import { makeTestCertificate } from '../support/test-certificate';

const SECRET = 'secret';
const SPACE_1 = { name: 'Space 1', numericId: '1001' };

let browser: Browser;
let certificate: { key: string; cert: string };
let webBridge: WebBridgeHandle;
let bridge: FakeCallBridge;
const visits: Visit[] = [];

beforeAll(async () => {
  browser = await launchChromium();
  certificate = await makeTestCertificate();
});
beforeEach(async () => {
  webBridge = await startWebBridge({
    id: 'web-bridge-1',
    name: 'wbcms1',
    c2wSecret: SECRET,
    http: { port: 0 },
    https: { port: 0, ...certificate },
    assets: await webAppAssets(),
    log: () => undefined,
    ids: createIds('web bridge'),
  });
  bridge = await FakeCallBridge.connect(webBridge.httpUrl, SECRET, 'cbcms1');
});
afterEach(async () => {
  for (const { page } of visits.splice(0)) await page.context().close();
  await bridge.close();
  await webBridge.close();
});
afterAll(() => browser.close());

async function open(path: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Visit> {
  const opened = await visit(browser, { reducedMotion: 'reduce', ...options });
  visits.push(opened);
  await opened.page.goto(`${webBridge.httpUrl}${path}`);
  return opened;
}

/** A guest in Space 1, as the participant. */
async function inCall(participant: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Visit> {
  const opened = await open('/meeting/1001', options);
  await opened.page.getByTestId('name-input').fill('Ana Web');
  await opened.page.getByTestId('join-button').click();
  await bridge.admit(participant, SPACE_1);
  await opened.page.getByTestId('space-name').waitFor();
  return opened;
}

function person(id: string, name: string, more: Partial<SeenPerson> = {}): SeenPerson {
  return { id, name, audioMuted: false, videoMuted: false, speaking: false, presenting: false, self: false, ...more };
}

function show(participant: string, others: SeenPerson[], self: Partial<SeenPerson> = {}): void {
  const people = [person(participant, 'Ana Web', { self: true, ...self }), ...others];
  bridge.say({ type: 'state', participant, space: { name: 'Space 1' }, people, locked: false, waiting: false });
}

function chat(participant: string, id: string, from: string, text: string): void {
  bridge.say({ type: 'chat', participant, message: { id, from, text, at: '2026-01-15T10:00:00Z' } });
}

describe('joining', () => {
  test('asks for a passcode only where the meeting has one, and remembers the name', async () => {
    const { page } = await open('/');
    await page.getByTestId('meeting-id-input').fill('100 1');
    await page.getByTestId('name-input').fill('Ana Web');
    expect(await page.getByTestId('passcode-input').isVisible()).toBe(false);
    await page.getByTestId('join-button').click();
    const first = await bridge.hear('authRequest');
    expect(first.numericId).toBe('1001');
    bridge.say({ type: 'authResponse', requestId: first.requestId, ok: false, code: 'passcode-required' });
    await page.getByTestId('passcode-input').fill('0000');
    await page.keyboard.press('Enter');
    const second = await bridge.hear('authRequest');
    expect(second.passcode).toBe('0000');
    bridge.say({ type: 'authResponse', requestId: second.requestId, ok: false, code: 'passcode-wrong' });
    await page.getByTestId('join-problem').getByText('Wrong passcode').waitFor();
    await page.reload();
    expect(await page.getByTestId('name-input').inputValue()).toBe('Ana Web');
  });

  test('says in words what is wrong, before and after asking', async () => {
    const { page } = await open('/meeting/9999');
    await page.getByTestId('join-button').click();
    await page.getByTestId('join-problem').getByText('Who are you?').waitFor();
    await page.getByTestId('name-input').fill('Ana');
    await page.getByTestId('join-button').click();
    const { requestId } = await bridge.hear('authRequest');
    bridge.say({ type: 'authResponse', requestId, ok: false, code: 'meeting-not-found' });
    await page.getByTestId('join-problem').getByText('No such meeting').waitFor();
  });
});

describe('with an account', () => {
  /** Signs in as Grace Adeyemi, member of one space. */
  async function signIn(page: Page): Promise<void> {
    await page.getByTestId('sign-in-button').click();
    await page.getByTestId('username-input').fill('grace@webapp.com');
    await page.getByTestId('password-input').fill('right');
    await page.keyboard.press('Enter');
    const { requestId } = await bridge.hear('signInRequest');
    const user = { name: 'Grace Adeyemi', userJid: 'grace@webapp.com' };
    bridge.say({ type: 'signInResponse', requestId, ok: true, jwt: await bridge.accountToken(user), user });
    await listSpaces();
  }

  async function listSpaces(): Promise<void> {
    const { requestId, ask } = await bridge.hear('accountRequest');
    expect(ask).toEqual({ about: 'spaces' });
    const coSpaces = [{ id: 'space-1', name: 'Space 1', uri: 'space.1', numericId: '1001' }];
    bridge.say({ type: 'accountResponse', requestId, ok: true, answer: { coSpaces } });
  }

  test('a user signs in, joins one of their spaces at a press, and stays signed in until they sign out', async () => {
    const { page, errors } = await open('/');
    await signIn(page);
    await page.getByTestId('space-button').click();
    expect(await bridge.hear('authRequest')).toMatchObject({ numericId: '1001', signIn: expect.any(String) });
    await page.reload();
    await listSpaces();
    expect(await page.getByTestId('account-name').textContent()).toBe('Grace Adeyemi');
    await page.getByTestId('sign-out-button').click();
    expect(await bridge.hear('accountRequest')).toMatchObject({ ask: { about: 'sign-out' } });
    await page.getByTestId('name-input').waitFor();
    await page.reload();
    await page.getByTestId('sign-in-button').waitFor();
    expect(errors).toEqual([]);
  });

  test('nobody is shown a way to sign in where there is none, before or after that is known', async () => {
    const { page } = await open('/');
    await page.getByTestId('sign-in-button').waitFor();
    bridge.offersSignIn = false;
    const offer = page.waitForResponse('**/api/auth');
    const button = page.getByTestId('sign-in-button');
    await page.reload();
    await page.getByTestId('join-button').waitFor();
    expect(await button.isVisible()).toBe(false);
    await offer;
    await expect.poll(() => button.count()).toBe(0);
    await page.getByTestId('name-input').fill('Ana Web');
  });

  test('where the web bridge does not say whether users can sign in, they can try', async () => {
    await bridge.close();
    const { page } = await open('/');
    await page.getByTestId('sign-in-button').waitFor();
  });

  test('a wrong password is told in words, and so is a sign-in that has ended', async () => {
    const { page } = await open('/');
    await page.getByTestId('sign-in-button').click();
    await page.getByTestId('sign-in-submit').click();
    await page.getByTestId('sign-in-problem').getByText('Something is missing').waitFor();
    await page.getByTestId('username-input').fill('grace@webapp.com');
    await page.getByTestId('password-input').fill('wrong');
    await page.keyboard.press('Enter');
    const { requestId } = await bridge.hear('signInRequest');
    bridge.say({ type: 'signInResponse', requestId, ok: false, code: 'credentials-wrong' });
    await page.getByTestId('sign-in-problem').getByText('no user with this name and password').waitFor();
    await page.getByTestId('guest-button').click();
    await signIn(page);
    await page.getByTestId('space-button').click();
    const join = await bridge.hear('authRequest');
    bridge.say({ type: 'authResponse', requestId: join.requestId, ok: false, code: 'signed-out' });
    await page.getByTestId('sign-in-problem').getByText('You are signed out').waitFor();
  });
});

describe('in the lobby', () => {
  function wait(participant: string, waiting: boolean, locked = false): void {
    bridge.say({ type: 'state', participant, space: { name: 'Space 1' }, people: [person(participant, 'Ana Web', { self: true })], locked, waiting });
  }

  test('a guest waits for the host, decides how to come in, and enters when let in', async () => {
    const { page, errors } = await inCall('lobby-1');
    wait('lobby-1', true);
    await page.getByTestId('waiting-title').getByText('Waiting for the host').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByTestId('preview-mute-button').click();
    expect(await bridge.hear('settings')).toMatchObject({ settings: { audioMuted: true } });
    wait('lobby-1', true, true);
    await page.getByTestId('waiting-title').getByText('The meeting is locked').waitFor();
    wait('lobby-1', false);
    await page.getByTestId('toast').getByText('You have been let in').waitFor();
    expect(await page.getByTestId('mute-button').getAttribute('aria-pressed')).toBe('true');
    expect(errors).toEqual([]);
  });

  test('a guest who does not want to wait leaves', async () => {
    const { page } = await inCall('lobby-2');
    wait('lobby-2', true);
    await page.getByTestId('waiting-leave-button').click();
    expect(await bridge.hear('endSession')).toMatchObject({ participant: 'lobby-2', reason: 'leave' });
    await page.getByTestId('ended-title').getByText('You left the meeting').waitFor();
  });

  test('a guest who is moved into a lobby is told, and waits there', async () => {
    const { page } = await inCall('lobby-3');
    bridge.say({
      type: 'move',
      participant: 'lobby-3',
      newParticipant: 'lobby-4',
      accessMethod: { numericId: '1002' },
      jwt: await bridge.token('lobby-4'),
      space: { name: 'Space 2' },
    });
    await bridge.start('lobby-4');
    wait('lobby-4', true);
    await page.getByTestId('toast').getByText('You have been moved to a new call').waitFor();
    await page.getByTestId('waiting-title').getByText('Waiting for the host').waitFor();
  });
});

describe('in a call', () => {
  test('a move shows the new meeting, keeps the mute, empties the chat and stops the presentation', async () => {
    const { page, errors } = await inCall('move-1');
    await page.keyboard.press('m');
    expect(await bridge.hear('settings')).toMatchObject({ settings: { audioMuted: true } });
    chat('move-1', '1', 'Ben', 'Hello');
    await page.getByTestId('unread').getByText('1').waitFor();
    await page.getByTestId('present-button').click();
    expect(await bridge.hear('presentation')).toMatchObject({ presenting: true });
    await page.getByTestId('presentation').waitFor();
    bridge.say({
      type: 'move',
      participant: 'move-1',
      newParticipant: 'move-2',
      accessMethod: { numericId: '1002' },
      jwt: await bridge.token('move-2'),
      space: { name: 'Space 2' },
    });
    expect(await bridge.hear('endSession')).toMatchObject({ participant: 'move-1', reason: 'moved' });
    expect((await bridge.start('move-2')).settings.audioMuted).toBe(true);
    const toast = page.getByRole('status').getByTestId('toast');
    await toast.getByText('You have been moved to a new call').waitFor();
    await toast.getByText('Now in Space 2').waitFor();
    expect(await page.getByTestId('space-name').textContent()).toBe('Space 2');
    expect(await page.getByTestId('mute-button').getAttribute('aria-pressed')).toBe('true');
    expect(await page.getByTestId('present-button').getAttribute('aria-pressed')).toBe('false');
    expect(await page.getByTestId('presentation').isVisible()).toBe(false);
    await page.getByTestId('chat-button').click();
    await page.getByTestId('chat-empty').waitFor();
    expect(page.url()).toBe(`${webBridge.httpUrl}/meeting/1002`);
    expect(errors).toEqual([]);
  });

  test('what others write and how they are called is shown as text, whatever it is', async () => {
    const { page, errors } = await inCall('text-1');
    const evil = '<img src=x onerror="document.title=\'broken\'">';
    show('text-1', [person('x', evil, { speaking: true })]);
    chat('text-1', '1', evil, evil);
    await page.getByTestId('chat-button').click();
    await page.getByTestId('chat-message').getByText(evil).first().waitFor();
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.title()).toBe('Space 1');
    expect(errors).toEqual([]);
  });

  test('everything can be done by keyboard', async () => {
    const { page } = await inCall('keys-1');
    await page.keyboard.press('l');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await bridge.hear('settings')).toMatchObject({ settings: { layout: 'allEqual' } });
    await page.keyboard.press('c');
    await page.keyboard.type('m is a letter here');
    await page.keyboard.press('Enter');
    expect(await bridge.hear('chat')).toMatchObject({ text: 'm is a letter here' });
    await page.keyboard.press('Escape');
    expect(await page.getByTestId('chat-panel').isVisible()).toBe(false);
    expect(await page.getByTestId('mute-button').getAttribute('aria-pressed')).toBe('false');
    await page.keyboard.press('v');
    expect(await bridge.hear('settings')).toMatchObject({ settings: { videoMuted: true, audioMuted: false } });
  });

  test('a mute by the bridge is shown and told', async () => {
    const { page } = await inCall('muted-1');
    bridge.say({ type: 'settings', participant: 'muted-1', settings: { audioMuted: true, videoMuted: false, layout: 'automatic' } });
    await page.getByTestId('toast').getByText('You were muted').waitFor();
    expect(await page.getByTestId('mute-button').getAttribute('aria-pressed')).toBe('true');
  });

  test('the end is explained, and the guest can come back', async () => {
    const { page } = await inCall('end-1');
    bridge.say({ type: 'sessionEnded', participant: 'end-1', reason: 'apiInitiatedTeardown' });
    await page.getByTestId('ended-title').getByText('You were taken out of the meeting').waitFor();
    await page.getByTestId('rejoin-button').click();
    await bridge.admit('end-2', SPACE_1);
    await page.getByTestId('space-name').waitFor();
    await page.getByTestId('leave-button').click();
    expect(await bridge.hear('endSession')).toMatchObject({ participant: 'end-2', reason: 'leave' });
    await page.getByTestId('ended-title').getByText('You left the meeting').waitFor();
  });
});

describe.each([
  [1440, 900],
  [820, 1180],
  [390, 844],
])('at %i by %i', (width, height) => {
  test('nothing is cut off, and no page has an accessibility problem', async () => {
    const options = { viewport: { width, height } };
    const joining = await open('/', options);
    expect(await accessibilityProblems(joining.page)).toEqual([]);
    const participant = `wide-${width}`;
    const { page } = await inCall(participant, options);
    const others = Array.from({ length: 24 }, (_, index) =>
      person(`p${index}`, index === 0 ? 'Maximiliane von und zu Hohenlohe-Waldenburg-Schillingsfürst' : `Guest ${index}`, {
        speaking: index === 1,
        audioMuted: index % 3 === 0,
        videoMuted: index % 4 === 0,
      }),
    );
    show(participant, others);
    chat(participant, '1', 'Guest 1', 'https://example.org/an/address/that/is/long/and/has/no/spaces/anywhere/at/all');
    await page.getByTestId('unread').getByText('1').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByTestId('layout-button').click();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByTestId('layout-option-allEqual').click();
    await page.getByTestId('chat-button').click();
    await page.getByTestId('chat-message').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
});
