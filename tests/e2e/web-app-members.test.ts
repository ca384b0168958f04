import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startEmulator } from '@/server/emulator/emulator';
import type { Emulator } from '@/server/emulator/emulator';
import { launchChromium } from '../support/chromium';
import { addPerson, emulatedBridge, idsOf, valueOf } from '../support/emulated-bridge';

let browser: Browser;
let emulator: Emulator;
const pages: Page[] = [];

beforeAll(async () => {
  browser = await launchChromium();
});
beforeEach(async () => {
  emulator = await startEmulator({ basePort: 0, scenario: 'empty', tempo: { mediaDelayMs: 0 } });
});
afterEach(async () => {
  for (const page of pages.splice(0)) await page.context().close();
  await emulator.close();
});
afterAll(() => browser.close());

async function open(path: string): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  const page = await context.newPage();
  pages.push(page);
  await page.goto(`${emulator.nodes.find(({ name }) => name === 'wbcms1')?.http ?? ''}${path}`);
  return page;
}

async function signIn(page: Page, username: string): Promise<void> {
  await page.getByTestId('sign-in-button').click();
  await page.getByTestId('username-input').fill(username);
  await page.getByTestId('password-input').fill('emulator');
  await page.keyboard.press('Enter');
  await page.getByTestId('account-name').waitFor();
}

test('a member signs in, joins a space of theirs, is moved by POST, and keeps name and account in the new meeting', async () => {
  const page = await open('/');
  await signIn(page, 'grace.adeyemi@webapp.com');
  await page.getByTestId('space-button').filter({ hasText: 'Space 1' }).click();
  await page.getByTestId('space-name').getByText('Space 1').waitFor();
  const { participant: room } = await addPerson(emulator, { kind: 'sip', name: 'Room', numericId: '1002', callBridge: 'cbcms2' });
  const bridge = emulatedBridge(emulator, 'cbcms2');
  const { participant: other } = await addPerson(emulator, { kind: 'sip', name: 'Other room', numericId: '1001', callBridge: 'cbcms2' });
  const first = valueOf(await bridge.get(`participants/${other}`), 'call');
  const find = async () => idsOf(await bridge.get(`calls/${first}/participants?filter=Grace`), 'participant')[0];
  await expect.poll(find).toBeDefined();
  const call = valueOf(await bridge.get(`participants/${room}`), 'call');
  const moved = await bridge.request('POST', `calls/${call}/participants`, `movedParticipant=${await find()}&needsActivation=false`);
  expect(moved.status).toBe(200);
  await page.getByTestId('toast').getByText('Now in Space 2').waitFor();
  expect(await page.getByTestId('space-name').textContent()).toBe('Space 2');
  await expect.poll(async () => valueOf(await bridge.get(`participants/${moved.created}`), 'state')).toBe('connected');
  const arrived = await bridge.get(`participants/${moved.created}`);
  expect([valueOf(arrived, 'name'), valueOf(arrived, 'userJid')]).toEqual(['Grace Adeyemi', 'grace.adeyemi@webapp.com']);
});

test('a profile of the web bridge without sign-ins takes the way to them off the page', async () => {
  const rest = emulatedBridge(emulator, 'cbcms1');
  const profile = idsOf(await rest.get('webBridgeProfiles'), 'webBridgeProfile')[0];
  await rest.request('PUT', `webBridgeProfiles/${profile}`, 'userPortalEnabled=false');
  const page = await open('/');
  await page.getByTestId('join-button').waitFor();
  await expect.poll(() => page.getByTestId('sign-in-button').count()).toBe(0);
  await rest.request('PUT', `webBridgeProfiles/${profile}`, 'userPortalEnabled=true');
  await page.reload();
  await page.getByTestId('sign-in-button').waitFor();
});

test('a guest waits in the lobby, and enters when a host comes', async () => {
  const guest = await open('/meeting/1008');
  await guest.getByTestId('name-input').fill('Ana Web');
  await guest.getByTestId('join-button').click();
  await guest.getByTestId('waiting-title').getByText('Waiting for the host').waitFor();
  const host = await open('/');
  await signIn(host, 'user1@webapp.com');
  await host.getByTestId('space-button').filter({ hasText: 'Space 8' }).click();
  await host.getByTestId('space-name').waitFor();
  await guest.getByTestId('toast').getByText('You have been let in').waitFor();
  expect(await guest.getByTestId('space-name').textContent()).toBe('Space 8');
});
