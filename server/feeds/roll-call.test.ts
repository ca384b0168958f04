import { beforeEach, expect, test } from 'vitest';
import { FactBook } from './fact-book';
import { FactIntake } from './fact-intake';
import { RollCall } from './roll-call';

const person = (participant: string) => ({ participant, updateType: 'add' as const, state: 'connected' as const });
let intake: FactIntake;
let rollCall: RollCall;
beforeEach(() => {
  const book = new FactBook();
  intake = new FactIntake(book);
  intake.callEntries([{ call: 'c1', updateType: 'add' }, { call: 'c2', updateType: 'add' }]);
  intake.roster('c1', [person('p1'), person('p2'), person('p3')], 0);
  intake.roster('c2', [person('p4')], 0);
  rollCall = new RollCall(book);
});

test('whoever is not named is missing', () => {
  rollCall.begin(['c1'], true);
  for (const id of ['p1', 'c1']) rollCall.isHere(id);
  expect(rollCall.end()).toEqual({ calls: ['c2'], participants: ['p2', 'p3'] });
});

test('nobody is missing who left or was spoken of meanwhile', () => {
  rollCall.begin(['c1'], false);
  intake.roster('c1', [{ participant: 'p1', updateType: 'remove' }, { participant: 'p2', updateType: 'update', audioMuted: true }], 0);
  expect(rollCall.end()).toEqual({ calls: [], participants: ['p3'] });
});

test('nobody is missing before a roll call, nor twice after one', () => {
  expect(rollCall.end()).toEqual({ calls: [], participants: [] });
  rollCall.begin(['c2'], false);
  expect(rollCall.end().participants).toEqual(['p4']);
  expect(rollCall.end().participants).toEqual([]);
});
