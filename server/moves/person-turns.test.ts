import { beforeEach, expect, test } from 'vitest';
import { exampleParticipant } from '@/lib/meeting/examples';
import { ToldInventory } from '@/server/inventory/told-inventory';
import { PersonTurns } from '@/server/moves/person-turns';

let inventory: ToldInventory;
let turns: PersonTurns;

const made = (id: string, from: string) =>
  inventory.tell({ event: 'participant', data: exampleParticipant({ id, movedFrom: { participant: from, meeting: 'm1' } }) });
const left = (id: string) => inventory.tell({ event: 'participant-left', data: { id, meeting: 'm1', reason: 'callMoved' } });

beforeEach(() => {
  inventory = new ToldInventory();
  turns = new PersonTurns(inventory);
});

test('somebody who is asked for under the id that a move has just made waits for the end of that move', () => {
  const giveBack = turns.tryTake('old');
  made('new', 'old');
  expect(turns.tryTake('new')).toBeNull();
  const told: string[] = [];
  turns.whenFree('new', () => told.push('free'));
  giveBack?.();
  expect(told).toEqual(['free']);
  expect(turns.tryTake('new')).not.toBeNull();
});

test('it is so over several moves in a row, whoever has left by then', () => {
  turns.tryTake('first')?.();
  made('second', 'first');
  left('first');
  const giveBack = turns.tryTake('second');
  made('third', 'second');
  left('second');
  expect(turns.tryTake('third')).toBeNull();
  giveBack?.();
  expect(turns.tryTake('third')).not.toBeNull();
});

test('it is so also if others have moved them on meanwhile, and whom the first move made has left', () => {
  const giveBack = turns.tryTake('first');
  made('second', 'first');
  left('first');
  made('third', 'second');
  left('second');
  expect(turns.tryTake('third')).toBeNull();
  giveBack?.();
  expect(turns.tryTake('third')).not.toBeNull();
});

test('others go at the same time, and people who are said to be made from each other keep nobody waiting for ever', () => {
  made('one', 'other');
  made('other', 'one');
  const giveBack = turns.tryTake('one');
  expect(turns.tryTake('somebody else')).not.toBeNull();
  giveBack?.();
  expect(turns.tryTake('other')).not.toBeNull();
});

test('whoever was being moved when an earlier run ended is still, also while no bridge tells from whom their newcomer was made', () => {
  const kept = { participant: 'old', newParticipant: null, name: 'Ana', to: { meeting: 'm2', name: 'Space 2' } };
  const giveBack = turns.keep(kept);
  const unlinked = (id: string, name: string) => inventory.tell({ event: 'participant', data: exampleParticipant({ id, name, meeting: 'm2', movedFrom: null }) });
  unlinked('new', 'Ana');
  unlinked('somebody else', 'Ben');
  expect(turns.tryTake('new')).toBeNull();
  expect(turns.tryTake('somebody else')).not.toBeNull();
  giveBack?.();
  expect(turns.tryTake('new')).not.toBeNull();
});

test('whom a move of an earlier run had made waits for its end by their own id', () => {
  const giveBack = turns.keep({ participant: 'old', newParticipant: 'new', name: 'Ana', to: { meeting: 'm2', name: 'Space 2' } });
  expect(turns.tryTake('new')).toBeNull();
  giveBack?.();
  expect(turns.tryTake('new')).not.toBeNull();
});
