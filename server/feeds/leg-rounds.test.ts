import { expect, test } from 'vitest';
import { FactBook } from './fact-book';
import { FactIntake } from './fact-intake';
import { LegRounds } from './leg-rounds';

const details = { call: 'c', callBridge: null, name: '', uri: null, canMove: true, movedParticipant: null, importance: null, label: null, isActivator: true, state: null };

function bookWith(people: readonly string[]): { book: FactBook; intake: FactIntake } {
  const book = new FactBook();
  const intake = new FactIntake(book);
  intake.callEntries([{ call: 'c', updateType: 'add' }]);
  intake.roster('c', people.map((participant) => ({ participant, updateType: 'add' as const })), 0);
  for (const id of people) intake.participantRead({ ...details, id });
  return { book, intake };
}

test('everybody homed here has their turn, two at a time, and then again', () => {
  const rounds = new LegRounds(bookWith(['p1', 'p2', 'p3']).book);
  rounds.note('p2', 'leg of p2');
  const round = [rounds.next(), rounds.next()];
  expect(round.map(({ length }) => length)).toEqual([2, 1]);
  expect(round.flat().sort((a, b) => (a.participant < b.participant ? -1 : 1))).toEqual([
    { participant: 'p1', leg: null },
    { participant: 'p2', leg: 'leg of p2' },
    { participant: 'p3', leg: null },
  ]);
  expect(rounds.next()).toHaveLength(2);
});

test('nobody has a turn who is gone, or homed on another bridge', () => {
  const { book, intake } = bookWith(['p1', 'p2']);
  intake.participantRead({ ...details, id: 'p2', callBridge: 'other' });
  const rounds = new LegRounds(book);
  expect(rounds.next()).toEqual([{ participant: 'p1', leg: null }]);
  book.participantGone('p1', null);
  expect(rounds.next()).toEqual([]);
});
