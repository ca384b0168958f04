import { expect, test } from 'vitest';
import { faults, type FaultName } from '@/lib/trace/faults';
import { groupedFaults } from './fault-groups';

const known = (Object.keys(faults) as FaultName[]).map((fault) => ({ fault, scopes: [] }));
const namesOf = (search: string) => groupedFaults(known, search).flatMap((group) => group.faults.map(({ fault }) => fault));

test('without a search each fault is there once, and no group is long', () => {
  expect(namesOf('').toSorted()).toEqual(known.map(({ fault }) => fault).toSorted());
  for (const { title, faults: members } of groupedFaults(known, ' ')) expect(members.length, title).toBeLessThanOrEqual(9);
});

test('a search finds by name, by words in any order, and by group', () => {
  expect(namesOf('TOKEN')).toEqual(['token-missing', 'token-expired', 'token-unknown']);
  expect(namesOf('react browser')).toEqual(['client-silent']);
  expect(namesOf('way back')).toEqual(['answer-delayed', 'answer-reset', 'answer-cut', 'answer-slow']);
});

test('what is nowhere found leaves nothing, and no empty groups', () => {
  expect(groupedFaults(known, 'zebra')).toEqual([]);
  expect(groupedFaults(known, 'token').map(({ title }) => title)).toEqual(['The browser on its way over']);
});
