import { expect, test } from 'vitest';
import { aMeeting } from '@/components/live/fixture';
import { clustersIn, conditions, isCondition, passing, type MeetingFilter } from '@/components/meetings/meeting-filter';

const legacy = { id: 'old', name: 'legacy.example' };
const meetings = [
  aMeeting('1', { locked: true, kinds: { sip: 1 } }),
  aMeeting('2', { cluster: legacy, stale: '2026-01-01T00:00:00.000Z' }),
  aMeeting('3', { recording: true, lobbyCount: 2, kinds: { sip: 2, unknown: 1 } }),
];
const everything: MeetingFilter = { text: '', cluster: null, condition: null, kind: null };
const ids = (filter: Partial<MeetingFilter>) => passing(meetings, { ...everything, ...filter }).map(({ id }) => id);

test('without a filter the list is the very same array', () => {
  expect(passing(meetings, everything)).toBe(meetings);
});

test('a text is looked for in the names of meetings and clusters, in any case', () => {
  expect(ids({ text: ' SPACE 1 ' })).toEqual(['1']);
  expect(ids({ text: 'Legacy' })).toEqual(['2']);
});

test('a meeting has to pass every part', () => {
  expect(ids({ cluster: 'old' })).toEqual(['2']);
  expect(ids({ kind: 'sip' })).toEqual(['1', '3']);
  expect(ids({ kind: 'sip', condition: 'lobby' })).toEqual(['3']);
  expect(ids({ cluster: 'old', condition: 'locked' })).toEqual([]);
});

test.each([
  ['stale', ['2']],
  ['locked', ['1']],
  ['lobby', ['3']],
  ['recording', ['3']],
  ['streaming', []],
  ['dual-homed', []],
])('%s picks out the meetings that are', (name, expected) => {
  if (!isCondition(name)) throw new Error(`${name} is no condition`);
  expect(ids({ condition: name })).toEqual(expected);
});

test('every condition is one, and nothing else is', () => {
  expect(Object.keys(conditions).every(isCondition)).toBe(true);
  expect(isCondition('toString')).toBe(false);
});

test('each cluster is offered once, by name', () => {
  expect(clustersIn(meetings).map(({ name }) => name)).toEqual(['legacy.example', 'webapp.com']);
});
