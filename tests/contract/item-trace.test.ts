import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { liveDiagnosisSchema, type LiveDiagnosis } from '@/lib/trace/diagnosis-report';
import { itemFindingOf } from '@/lib/trace/item-finding';
import type { Order } from '@/lib/move/order';
import type { Meeting } from '@/lib/meeting/meeting';
import { emulatorControl, type EmulatorControl } from '../support/emulator-control';
import { meetingNamed, patience, startStage, type Stage } from '../support/stage';

let stage: Stage;
let emulator: EmulatorControl;
let space2: Meeting;

beforeAll(async () => {
  stage = await startStage();
  emulator = await emulatorControl(stage);
  for (const numericId of ['1001', '1002']) await stage.bringIn({ name: `Room ${numericId}`, numericId, callBridge: 'cbcms1' });
  space2 = await meetingNamed(stage, 'Space 2');
});
afterAll(() => stage.stop());

const someone = (name: string) => stage.bringIn({ name, numericId: '1001', callBridge: 'cbcms2' });

async function traceOf(order: string): Promise<LiveDiagnosis> {
  return liveDiagnosisSchema.parse((await stage.api(`/moves/${order}/items/1/trace`)).body);
}

test('a move that went well shows its steps, each with its time, who told it, and what was said', async () => {
  const { id } = await someone('Traced Room');
  const { order } = await stage.move(id, space2.id);
  expect(order.items[0]?.state).toBe('joined');
  // A record comes a moment later.
  const trace = await vi.waitUntil(async () => {
    const found = await traceOf(order.id);
    return found.steps.every(({ step, shownBy }) => (step !== 10 && step !== 5) || shownBy.some(({ source }) => source === 'cdr')) ? found : null;
  }, patience);
  expect(trace).toMatchObject({ participant: id, newParticipant: order.items[0]?.newParticipant, name: 'Traced Room', from: { name: 'Space 1' }, to: { name: 'Space 2' } });
  const sources = Object.fromEntries(trace.steps.map(({ step, shownBy }) => [step, [...new Set(shownBy.map(({ source }) => source))].sort()]));
  expect(sources[1]).toEqual(['log', 'request']);
  expect(sources[5]).toEqual(['cdr', 'event', 'log', 'request']);
  expect(sources[10]).toEqual(['cdr', 'event', 'log']);
  expect(sources[7]).toEqual([]);
  expect(trace.finding).toMatchObject({ symptom: 'joined', cause: null, confidence: 'high' });
});

test('a move that failed is found to have failed for its reason', async () => {
  const { id } = await someone('Limited Room');
  await emulator.post('/faults', { fault: 'participant-limit', participant: id, times: 'once' });
  const { order } = await stage.move(id, space2.id);
  const { finding, steps } = await traceOf(order.id);
  expect(finding).toMatchObject({ symptom: 'nothing-happened', step: 1, cause: 'participant-limit', confidence: 'high' });
  expect(finding.evidence.map(({ source }) => source)).toContain('request');
  expect(steps.filter(({ at }) => at !== null).map(({ step }) => step)).toEqual([1]);
  expect(finding.evidence.length).toBeGreaterThan(0);
  expect(finding.numericId).toBeNull();
  await expect.poll(async () => ((await stage.api(`/moves/${order.id}`)).body as Order).items[0]?.finding).toEqual(itemFindingOf(finding));
});

test('of somebody who is moved again at once each attempt has its own reason', async () => {
  const { id } = await someone('Stubborn Room');
  const expected = { 'bridge-busy': 'bridge-busy', 'participant-limit': 'participant-limit', 'cannot-move': 'cannot-move' } as const;
  const orders: Order[] = [];
  for (const fault of Object.keys(expected)) {
    await emulator.post('/faults', { fault, participant: id, times: 'once' });
    orders.push((await stage.move(id, space2.id)).order);
  }
  const traces = await Promise.all(orders.map((order) => traceOf(order.id)));
  expect(traces.map(({ finding }) => [finding.cause, finding.confidence])).toEqual(Object.values(expected).map((cause) => [cause, 'high']));
  for (const { steps } of traces) expect(steps[0]?.shownBy.filter(({ source }) => source === 'request')).toHaveLength(1);
});

/** Has the bridge of Space 2 asked for a move by somebody else. @returns the order that Usher made of what it saw, and the bridge that was asked */
async function foreignMove(participant: string): Promise<{ order: Order; callBridge: string }> {
  const { calls } = await meetingNamed(stage, 'Space 2');
  const [call] = calls;
  const authorization = `Basic ${Buffer.from('api:emulator').toString('base64')}`;
  const callBridge = call?.callBridge ?? '';
  // The node of a bridge is named like it.
  const address = emulator.webApp(callBridge.replace('emulator-', ''));
  const form = new URLSearchParams({ movedParticipant: participant, needsActivation: 'false' });
  expect((await fetch(`${address}/api/v1/calls/${call?.id}/participants`, { method: 'POST', body: form, headers: { authorization } })).status).toBe(200);
  const order = await vi.waitUntil(async () => {
    const { items } = (await stage.api(`/moves?kind=observed&participant=${participant}`)).body as { items: Order[] };
    return items.find(({ state }) => state === 'settled') ?? null;
  }, patience);
  return { order, callBridge };
}

test('a move that others made has a trace too', async () => {
  const { id } = await someone('Foreign Room');
  const { order } = await foreignMove(id);
  const { finding, steps, untraced, callBridges } = await traceOf(order.id);
  expect(finding).toMatchObject({ symptom: 'joined', cause: null });
  expect(steps.filter(({ at }) => at !== null).map(({ step }) => step)).toEqual(expect.arrayContaining([1, 5, 10, 11]));
  expect(steps[0]?.shownBy.map(({ source }) => source)).not.toContain('request');
  expect(untraced).toBeNull();
  expect(callBridges).toContainEqual({ name: 'cbcms1', version: '3.9', origin: 'emulator' });
});

test('where a bridge does not trace its API the trace names it, until it is told to', async () => {
  const [first, second] = [await someone('Untraced Room'), await someone('Retraced Room')];
  const nodes = ['cbcms1', 'cbcms2', 'cbcms3'];
  for (const node of nodes) await emulator.change(node, { apiTrace: 'off' });
  const { order, callBridge } = await foreignMove(first.id);
  await expect.poll(async () => (await traceOf(order.id)).untraced?.id, patience).toBe(callBridge);

  const told = await stage.api(`/call-bridges/${callBridge}/tracing`, { method: 'PATCH', body: { minutes: 1 } });
  expect(told).toMatchObject({ status: 200, body: { callBridge: { id: callBridge }, secondsLeft: expect.closeTo(56, -1), unavailable: null } });
  const { order: next } = await foreignMove(second.id);
  await expect.poll(async () => (await traceOf(next.id)).steps[0]?.shownBy.some(({ text }) => /^API trace \d+: POST/.test(text)), patience).toBe(true);
  expect((await traceOf(next.id)).untraced).toBeNull();

  expect(await stage.api(`/call-bridges/${callBridge}/tracing`, { method: 'PATCH', body: { minutes: 5 } })).toMatchObject({ status: 422 });
  expect(await stage.api(`/call-bridges/${callBridge}/tracing`, { method: 'PATCH', body: { minutes: 0 } })).toMatchObject({ body: { secondsLeft: 0 } });
  expect(await stage.api(`/call-bridges/${callBridge}/tracing`)).toMatchObject({ status: 200, body: { secondsLeft: 0 } });
  const { items } = (await stage.api('/audit?limit=20')).body as { items: { action: string; result: string; details: unknown }[] };
  const name = callBridge.replace('emulator-', '');
  expect(items.filter(({ action }) => action === 'change-tracing')).toMatchObject([
    { result: 'ok', details: { id: callBridge, minutes: 0, name } },
    { result: 'invalid' },
    { result: 'ok', details: { id: callBridge, minutes: 1, name } },
  ]);
  for (const node of nodes) await emulator.change(node, { apiTrace: 'writes' });
});

test('an item that there is not has no trace', async () => {
  const { id } = await someone('Other Room');
  const { order } = await stage.move(id, space2.id);
  expect((await stage.api(`/moves/${order.id}/items/2/trace`)).status).toBe(404);
  expect((await stage.api('/moves/none/items/1/trace')).status).toBe(404);
});
