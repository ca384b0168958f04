import { expect, test } from 'vitest';
import { byPreference } from './choose-bridge';
import type { Candidate } from './choose-bridge';
import { loadLevel } from './load';

function candidate(name: string, changes: Partial<Candidate> = {}): Candidate {
  return { callBridge: name, name, priority: 0, loadLevel: 0, running: false, homed: 0, local: false, ...changes };
}

test.each([
  ['the least loaded', [candidate('a', { loadLevel: 1, running: true, local: true }), candidate('b')], 'b'],
  ['of the equally loaded, one on which the meeting runs', [candidate('a', { local: true }), candidate('b', { running: true })], 'b'],
  ['then the one that was asked', [candidate('a', { running: true }), candidate('b', { running: true, local: true })], 'b'],
  ['then by name', [candidate('b'), candidate('a')], 'a'],
])('%s is chosen', (_what, candidates, chosen) => {
  expect([...candidates].sort(byPreference)[0]?.name).toBe(chosen);
});

test.each([[0, 0], [49, 0], [50, 1], [79, 1], [80, 2], [99, 2], [100, 3]])('%i per cent is load level %i by default', (percent, level) => {
  expect(loadLevel(percent, { newConference: 5_000, existingConference: 8_000 })).toBe(level);
});

test.each([[29, 0], [30, 1], [40, 2], [100, 3]])('%i per cent is load level %i where 3000 and 4000 basis points are set', (percent, level) => {
  expect(loadLevel(percent, { newConference: 3_000, existingConference: 4_000 })).toBe(level);
});
