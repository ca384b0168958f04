import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { Participant } from '@/lib/meeting/participant';
import { isEnd } from '@/lib/move/item-state';
import type { ItemEnd } from '@/lib/move/item-state';
import { orderSchema } from '@/lib/move/order';
import type { Order } from '@/lib/move/order';
import { faults, type FaultName, type FaultSymptom } from '@/lib/trace/faults';
import { launchChromium } from '../support/chromium';
import { emulatorControl, type EmulatorControl } from '../support/emulator-control';
import { joinAsGuest } from '../support/pages';
import { meetingNamed, startStage, type Stage } from '../support/stage';

/** Longer than an item may take: 5 seconds for its answer, 30 for the move. */
const untilSettled = { timeout: 90_000, interval: 500 };

/** Where the guests come from: a small meeting draws little. The target is 1002, and 1008 the wrong one. */
const spaces = ['1001', '1003', '1004', '1005', '1006', '1007'];

/** Those that hit whoever asks a bridge for anything, so that they come one after the other; the rest hit one person's move. */
const ofPort = ['port-closed', 'wrong-certificate'] as const satisfies readonly FaultName[];
const rows = (Object.keys(faults) as FaultName[]).filter((fault) => !ofPort.some((one) => one === fault));

const ends: Record<FaultSymptom, ItemEnd> = {
  'nothing-happened': 'nothing-happened',
  dropped: 'dropped',
  'wrong-meeting': 'wrong-meeting',
  'joined-without-media': 'joined',
  any: 'joined',
};

let stage: Stage;
let emulator: EmulatorControl;
let browser: Browser;
let context: BrowserContext;
let target: string;
const orders = new Map<FaultName, Order>();

/** One Usher, one browser, a guest for each fault; all of them are moved at once, since each waits for the same half minute. */
beforeAll(async () => {
  [stage, browser] = await Promise.all([startStage(), launchChromium()]);
  emulator = await emulatorControl(stage);
  await stage.bringIn({ name: 'Host', numericId: '1002', callBridge: 'cbcms2' });
  target = (await meetingNamed(stage, 'Space 2')).id;
  // Guests come to the bridge that is least busy, and the target is on another.
  for (const busy of ['cbcms2', 'cbcms3']) await emulator.setLoad(busy, 60);
  context = await browser.newContext({ reducedMotion: 'reduce' });
  context.setDefaultTimeout(90_000);
  const people = new Map<FaultName, Participant>();
  await Promise.all(rows.map(async (fault, index) => people.set(fault, await guestFor(await context.newPage(), fault, spaces[index % spaces.length]))));
  for (const busy of ['cbcms2', 'cbcms3']) await emulator.setLoad(busy, 0);
  for (const [fault, { id }] of people) await emulator.post('/faults', { fault, participant: id, times: 'once' });
  await Promise.all([...people].map(async ([fault, { id }]) => orders.set(fault, await settledMove(id))));
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await stage?.stop();
});

async function guestFor(page: Page, name: string, numericId = '1001'): Promise<Participant> {
  await joinAsGuest(page, emulator.webApp('wbcms1'), numericId, name);
  return vi.waitUntil(async () => {
    const { body } = await stage.api(`/participants?search=${encodeURIComponent(name)}`);
    const found = (body as { items: Participant[] }).items.find((person) => person.name === name);
    return found?.state === 'connected' && found.kind === 'web-app' && found.canMove ? found : null;
  }, { timeout: 90_000, interval: 500 });
}

async function settledMove(participant: string): Promise<Order> {
  const { body } = await stage.api('/moves', { body: { participants: [participant], to: { meeting: target } } });
  const { id } = orderSchema.parse(body);
  return vi.waitUntil(async () => {
    const order = await orderAsItIs(id);
    return order.items.every(({ state }) => isEnd(state)) ? order : null;
  }, untilSettled);
}

async function orderAsItIs(id: string): Promise<Order> {
  return orderSchema.parse((await stage.api(`/moves/${id}`)).body);
}

test.each(rows)('%s, armed for a guest in a browser, ends their move as its row says', (fault) => {
  const [item] = orders.get(fault)?.items ?? [];
  expect(item?.state).toBe(ends[faults[fault].symptom]);
  if (faults[fault].symptom === 'wrong-meeting') expect(item?.foundIn?.name).toBe('Space 8');
});

test('whoever has joined is noted to have media, unless media is what failed', async () => {
  const guest = await guestFor(await context.newPage(), 'Media Guest');
  const { id } = await settledMove(guest.id);
  await vi.waitUntil(async () => (await orderAsItIs(id)).items[0]?.times.mediaSeen, untilSettled);
  const silent = await orderAsItIs(orders.get('media-failed')?.id ?? '');
  expect(silent.items[0]?.times).toMatchObject({ joined: expect.any(String), mediaSeen: null });
});

const harSchema = z.object({
  log: z.object({
    entries: z.array(
      z.object({
        request: z.object({ url: z.string() }),
        _webSocketMessages: z.array(z.object({ type: z.string(), data: z.string() })).optional(),
      }),
    ),
  }),
});

test("a HAR of the browser shows the move on the first call's WebSocket, with the target's numeric id", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'usher-har-'));
  const file = path.join(folder, 'move.har');
  try {
    const recorded = await browser.newContext({ recordHar: { path: file } });
    const guest = await guestFor(await recorded.newPage(), 'Har Guest');
    expect((await settledMove(guest.id)).items[0]?.state).toBe('joined');
    await recorded.close();
    const { entries } = harSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).log;
    const sockets = entries.filter(({ request }) => request.url.endsWith('/api/call/session'));
    expect(sockets).toHaveLength(2);
    const moves = sockets.map(({ _webSocketMessages: frames = [] }) => frames.flatMap(({ type, data }) => (type === 'receive' ? moveIn(data) : [])));
    expect(moves).toEqual([['1002'], []]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const moveFrame = z.object({
  request: z.literal('POST /api/call/session/move'),
  data: z.object({ accessMethod: z.object({ numericId: z.string() }) }),
});

/** The numeric id in a frame that is a move. */
function moveIn(text: string): string[] {
  const frame = moveFrame.safeParse(JSON.parse(text));
  return frame.success ? [frame.data.data.accessMethod.numericId] : [];
}

test.each(ofPort)('%s keeps the guest where they are, whether Usher has noticed it before the move or is told by it', async (fault) => {
  const page = await context.newPage();
  const guest = await guestFor(page, fault, '1003');
  for (const callBridge of ['cbcms1', 'cbcms2', 'cbcms3']) await emulator.post('/faults', { fault, callBridge, times: 'until-cleared' });
  try {
    const [item] = (await settledMove(guest.id)).items;
    expect(item).toMatchObject(
      item?.state === 'refused' ? { verdict: { reason: 'bridge-unreachable' } } : { state: 'nothing-happened', error: { code: 'bridge-unreachable' } },
    );
    expect(await page.getByTestId('space-name').textContent()).toContain('Space 3');
  } finally {
    await emulator.delete('/faults');
  }
  await vi.waitUntil(async () => (await stage.api(`/participants/${guest.id}`)).status === 200 && (await allConnected()), untilSettled);
});

async function allConnected(): Promise<boolean> {
  const { items } = (await stage.api('/call-bridges')).body as { items: CallBridge[] };
  return items.every(({ state }) => state === 'connected');
}
