import { beforeEach, expect, test } from 'vitest';
import { exampleParticipant } from '@/lib/meeting/examples';
import { ToldInventory } from '@/server/inventory/told-inventory';
import { PersonTurns } from '@/server/moves/person-turns';

let inventory: ToldInventory;
let turns: PersonTurns;
/** Whom Usher's own moves made, from whom. */
let moves: Map<string, string>;
const meanwhile = { by: null, to: { meeting: 'm2', name: 'Space 2', cluster: null, space: null }, at: null };
const mover = (participant: string, name = participant) => ({ participant, name, to: { meeting: 'm2', name: 'Space 2' } });

const made = (id: string, from: string) =>
  inventory.tell({ event: 'participant', data: exampleParticipant({ id, movedFrom: { participant: from, meeting: 'm1' } }) });
const left = (id: string) => inventory.tell({ event: 'participant-left', data: { id, meeting: 'm1', reason: 'callMoved' } });

beforeEach(() => {
  inventory = new ToldInventory();
  moves = new Map();
  turns = new PersonTurns(inventory, {
    madeFrom: (id) => moves.get(id) ?? null,
    of: (id) => ([...moves.values()].includes(id) ? meanwhile : null),
  });
});

test('somebody who is asked for under the id that a move has just made waits for the end of that move', () => {
  const giveBack = turns.tryTake(mover('old'));
  made('new', 'old');
  expect(turns.tryTake(mover('new'))).toBeNull();
  const told: string[] = [];
  turns.whenFree('new', () => told.push('free'));
  giveBack?.();
  expect(told).toEqual(['free']);
  expect(turns.tryTake(mover('new'))).not.toBeNull();
});

test('it is so over several moves in a row, whoever has left by then', () => {
  turns.tryTake(mover('first'))?.();
  made('second', 'first');
  left('first');
  const giveBack = turns.tryTake(mover('second'));
  made('third', 'second');
  left('second');
  expect(turns.tryTake(mover('third'))).toBeNull();
  giveBack?.();
  expect(turns.tryTake(mover('third'))).not.toBeNull();
});

test('it is so also if others have moved them on meanwhile, and whom the first move made has left', () => {
  const giveBack = turns.tryTake(mover('first'));
  made('second', 'first');
  left('first');
  made('third', 'second');
  left('second');
  expect(turns.tryTake(mover('third'))).toBeNull();
  giveBack?.();
  expect(turns.tryTake(mover('third'))).not.toBeNull();
});

test('others go at the same time, and people who are said to be made from each other keep nobody waiting for ever', () => {
  made('one', 'other');
  made('other', 'one');
  const giveBack = turns.tryTake(mover('one'));
  expect(turns.tryTake(mover('somebody else'))).not.toBeNull();
  giveBack?.();
  expect(turns.tryTake(mover('other'))).not.toBeNull();
});

test('somebody of whom no bridge tells yet from whom they were made waits, if one of their name is being moved to where they are', () => {
  const unlinked = (id: string, name: string) => inventory.tell({ event: 'participant', data: exampleParticipant({ id, name, meeting: 'm2', movedFrom: null }) });
  const giveBack = turns.tryTake(mover('old', 'Ana'));
  unlinked('new', 'Ana');
  unlinked('somebody else', 'Ben');
  expect(turns.tryTake(mover('new', 'Ana'))).toBeNull();
  expect(turns.tryTake(mover('somebody else', 'Ben'))).not.toBeNull();
  giveBack?.();
  expect(turns.tryTake(mover('new', 'Ana'))).not.toBeNull();
});

test('it is not so once it is known whom the move has made: others of that name go', () => {
  turns.tryTake(mover('old', 'Ana'));
  moves.set('new', 'old');
  inventory.tell({ event: 'participant', data: exampleParticipant({ id: 'other', name: 'Ana', meeting: 'm2', movedFrom: null }) });
  expect(turns.tryTake(mover('other', 'Ana'))).not.toBeNull();
});

test('whom a move has made waits for its end as soon as the move knows of them, before any bridge tells', () => {
  const giveBack = turns.tryTake(mover('old'));
  moves.set('new', 'old');
  expect(turns.tryTake(mover('new'))).toBeNull();
  giveBack?.();
  expect(turns.tryTake(mover('new'))).not.toBeNull();
});
