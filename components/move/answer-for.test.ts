import { expect, test } from 'vitest';
import { answerFor, linesFor, stuckLines } from '@/components/move/answer-for';
import { aCallBridge, aMeeting, aParticipant } from '@/components/live/fixture';

const by = { role: 'operator' as const, callBridges: new Map([['bridge', aCallBridge('bridge')]]) };
const ana = aParticipant('ana', 'a');

test('a column that takes somebody says so, and what else will happen', () => {
  const answer = answerFor([ana], aMeeting('b'), by);
  expect(answer).toMatchObject({ allowed: 1, reason: null, headline: 'Can move here' });
  expect(answer.lines.length).toBeGreaterThan(0);
});

test('a column that does not take somebody says why', () => {
  const answer = answerFor([aParticipant('mia', 'a', { kind: 'microsoft', canMove: false })], aMeeting('b'), by);
  expect(answer).toMatchObject({ allowed: 0, reason: 'microsoft-client' });
  expect(answer.refusals).toEqual([expect.stringContaining('mia')]);
  expect(answer.lines).toEqual([]);
});

test('the column in which they are only says that they are there', () => {
  expect(answerFor([ana], aMeeting('a'), by)).toMatchObject({ reason: 'same-meeting', refusals: [], lines: [] });
});

test('of several the column says how many', () => {
  const mia = aParticipant('mia', 'a', { kind: 'microsoft', canMove: false });
  expect(answerFor([ana, aParticipant('bo', 'a')], aMeeting('b'), by).headline).toBe('2 can move');
  expect(answerFor([ana, mia], aMeeting('b'), by).headline).toBe('1 of 2 can move: one is a Microsoft client');
});

test('a viewer is told that viewers do not move people', () => {
  expect(answerFor([ana], aMeeting('b'), { ...by, role: 'viewer' }).reason).toBe('forbidden');
});

test('a cluster that is only observed is named', () => {
  const observed = aCallBridge('bridge', { cluster: { id: 'cluster', name: 'webapp.com', mode: 'observe' } });
  const answer = answerFor([ana], aMeeting('b'), { ...by, callBridges: new Map([['bridge', observed]]) });
  expect(answer.reason).toBe('cluster-observe-only');
  expect(answer.refusals[0]).toContain('webapp.com');
});

test('where some can go the headline says why the others stay, and nothing else does', () => {
  const many = ['m1', 'm2'].map((name) => aParticipant(name, 'a', { kind: 'microsoft', canMove: false }));
  const answer = answerFor([ana, ...many], aMeeting('b'), by);
  expect(answer).toMatchObject({ headline: '1 of 3 can move: 2 are Microsoft clients', refusals: [] });
});

test('of many who cannot go one is named, and the others counted', () => {
  const many = ['m1', 'm2', 'm3', 'm4', 'm5'].map((name) => aParticipant(name, 'a', { kind: 'microsoft', canMove: false }));
  expect(answerFor(many, aMeeting('b'), by).refusals).toEqual([expect.stringContaining('m1'), 'And 4 more.']);
});

test('what reaches others stands before what comes to those who go', () => {
  const verdict = { allowed: true, reason: null, reasons: [], consequences: [{ code: 'chat-lost' }, { code: 'ends-source', again: true }] } as const;
  const lines = ['ends the meeting left behind', 'loses the chat so far'];
  const judged = { name: 'Ana', verdict: { ...verdict, reasons: [], consequences: [...verdict.consequences] } };
  expect(linesFor([judged])).toEqual(lines);
  expect(linesFor([judged, { ...judged, name: 'Bo' }])).toEqual(['ends the meeting left behind', '2 lose the chat so far']);
});

test('that nobody of them can go anywhere is known before any target is looked at', () => {
  const [mia, ben] = ['mia', 'ben'].map((name) => aParticipant(name, 'a', { kind: 'microsoft', canMove: false }));
  if (!mia || !ben) throw new Error('Two of them.');
  expect(stuckLines([mia, ben], by)).toEqual([expect.stringContaining('mia'), 'And 1 more.']);
  expect(stuckLines([mia, ana], by)).toEqual([]);
});
