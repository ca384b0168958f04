import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { liveDiagnosisSchema, type LiveDiagnosis } from '@/lib/trace/diagnosis-report';
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
  const { evidence, numericId, ...kept } = finding;
  expect(evidence.length).toBeGreaterThan(0);
  expect(numericId).toBeNull();
  await expect.poll(async () => ((await stage.api(`/moves/${order.id}`)).body as Order).items[0]?.finding).toEqual(kept);
});

test('a move that others made has a trace too', async () => {
  const { id } = await someone('Foreign Room');
  const { calls } = await meetingNamed(stage, 'Space 2');
  const [call] = calls;
  const authorization = `Basic ${Buffer.from('api:emulator').toString('base64')}`;
  // The node of a bridge is named like it.
  const address = emulator.webApp((call?.callBridge ?? '').replace('emulator-', ''));
  const form = new URLSearchParams({ movedParticipant: id, needsActivation: 'false' });
  expect((await fetch(`${address}/api/v1/calls/${call?.id}/participants`, { method: 'POST', body: form, headers: { authorization } })).status).toBe(200);
  const order = await vi.waitUntil(async () => {
    const { items } = (await stage.api(`/moves?kind=observed&participant=${id}`)).body as { items: Order[] };
    return items.find(({ state }) => state === 'settled') ?? null;
  }, patience);
  const { finding, steps } = await traceOf(order.id);
  expect(finding).toMatchObject({ symptom: 'joined', cause: null });
  expect(steps.filter(({ at }) => at !== null).map(({ step }) => step)).toEqual(expect.arrayContaining([1, 5, 10, 11]));
  expect(steps[0]?.shownBy.map(({ source }) => source)).not.toContain('request');
});

test('an item that there is not has no trace', async () => {
  const { id } = await someone('Other Room');
  const { order } = await stage.move(id, space2.id);
  expect((await stage.api(`/moves/${order.id}/items/2/trace`)).status).toBe(404);
  expect((await stage.api('/moves/none/items/1/trace')).status).toBe(404);
});
