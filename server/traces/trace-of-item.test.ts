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
