import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { exampleItem } from '@/lib/move/example-item';
import type { Entry } from '@/server/journal/entry';
import { unknownRoute } from '@/server/moves/order-store';
import { traceOfItem, type TraceParts } from '@/server/traces/trace-of-item';

const shape = /^Nov 26 (\S+) \S+ (?<node>\S+) (?<said>.*)$/;
const participant = 'a6c349ef-a284-4148-92df-ca69d22f81c2';
const newParticipant = 'f204f938-e231-4993-983b-44582e57b83f';
const began = '2026-11-26T19:23:22.396Z';

/** A move over three bridges as their logs come in at Usher. @param leadMs by how much the clock of the web bridge is ahead */
function entries(leadMs: number): Entry[] {
  const lines = readFileSync('lib/trace/examples/three-bridges.log', 'utf8').trim().split('\n');
  return lines.map((line, at): Entry => {
    const { node = '', said = '' } = shape.exec(line)?.groups ?? {};
    const atMs = Date.parse(`2026-11-26T${shape.exec(line)?.[1]}Z`);
    const isWebBridge = node.startsWith('wb');
    const whose = isWebBridge ? { callBridge: null, toldAtMs: atMs + leadMs, clockDifferenceMs: null, said: `${node} ${said}` } : { callBridge: node, toldAtMs: atMs, clockDifferenceMs: 0, said };
    return { source: 'syslog', about: [], number: at + 1, heardAtMs: atMs + 5, ...whose };
  });
}

function traced(leadMs: number) {
  const callBridges = new Map(['cbcms1', 'cbcms2', 'cbcms3'].map((name) => [name, { id: name, name, cluster: { id: 'c' }, state: 'connected', since: began, feeds: { syslog: 'active' } }]));
  const picture = { callBridges } as unknown as TraceParts['inventory']['picture'];
  const times = { ...exampleItem().times, queued: began, sending: began, accepted: began, joined: '2026-11-26T19:23:22.500Z', mediaSeen: '2026-11-26T19:23:23.000Z' };
  const item = exampleItem({ participant, newParticipant, state: 'joined', times });
  return traceOfItem({ journal: { about: () => entries(leadMs) }, inventory: { picture } }, { order: {}, item, route: { ...unknownRoute, targetCluster: 'c' } }, Date.parse(began) + 60_000);
}

test('the clock of a web bridge is put right where what it says could not have been in that order', () => {
  const right = traced(0);
  expect(right.assumed.join(' ')).toContain('Nobody asks wbcms1 for the time');
  for (const leadMs of [-5_000, 5_000]) {
    const { assumed, steps } = traced(leadMs);
    expect(assumed.join(' ')).toMatch(new RegExp(`The clock of wbcms1 is (4\\.9|5\\.0|5\\.1) s ${leadMs > 0 ? 'ahead of' : 'behind'}`));
    for (const [at, { at: when }] of steps.entries()) {
      expect(Math.abs(Date.parse(when ?? began) - Date.parse(right.steps[at]?.at ?? began)), `step ${at + 1}`).toBeLessThan(100);
    }
    expect(steps[6]?.shownBy.find(({ text }) => text.includes('move message'))?.written).toContain(leadMs > 0 ? '19:23:27' : '19:23:17');
  }
});

const call = 'ae778701-7fed-410c-b3e6-c2860907a3f4';

/** Usher's own requests to move them, each so many seconds after the move began, with what came of it. */
function requests(...sent: readonly (readonly [seconds: number, outcome: string])[]): Entry[] {
  return sent.map(([seconds, outcome], at) => {
    const said = `POST /api/v1/calls/${call}/participants movedParticipant=${participant}&needsActivation=false -> ${outcome} (5 ms)`;
    return { source: 'request', about: [], number: at + 1, callBridge: 'cbcms1', toldAtMs: null, clockDifferenceMs: null, heardAtMs: Date.parse(began) + seconds * 1_000 + 6, said };
  });
}

function attempt(entries: readonly Entry[], { observed = false } = {}) {
  const picture = { callBridges: new Map() } as unknown as TraceParts['inventory']['picture'];
  const times = { ...exampleItem().times, queued: began, sending: observed ? null : began, accepted: observed ? began : null, ended: new Date(Date.parse(began) + 100).toISOString() };
  const item = exampleItem({ participant, state: 'nothing-happened', times });
  const order = observed ? { observed: {} } as unknown as Parameters<typeof traceOfItem>[1]['order'] : {};
  const { finding, steps } = traceOfItem({ journal: { about: () => [...entries] }, inventory: { picture } }, { order, item, route: unknownRoute }, Date.parse(began) + 60_000);
  return { cause: finding.cause, confidence: finding.confidence, asked: steps[0]?.shownBy.map(({ line }) => line) };
}

test('an attempt is explained by its own request, whatever came of others to move the same person just before and after', () => {
  const all = requests([-2, '503: too busy'], [0, '401: refused'], [1.5, '400 callDoesNotExist: gone']);
  expect(attempt(all)).toEqual({ cause: 'unauthorized', confidence: 'high', asked: [2] });
  expect(attempt(requests([-2, '503: too busy'], [0, 'unheard: no connection']))).toEqual({ cause: 'request-not-received', confidence: 'high', asked: [2] });
  expect(attempt(requests([0, 'unanswered: too late'], [6, '401: refused'])).cause).toBe('request-not-received');
});

test('what Usher asked for just before or after explains nothing of a move that others made', () => {
  expect(attempt(requests([-2, '503: too busy'], [2, '401: refused']), { observed: true })).toEqual({ cause: 'insufficient-evidence', confidence: 'low', asked: [] });
});
