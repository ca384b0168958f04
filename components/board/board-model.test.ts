import { expect, test } from 'vitest';
import { boardReducer, dragSource, draggedPerson, foundColumn, initialBoard, neighbour, type BoardAction, type BoardState } from '@/components/board/board-model';
import { nobodySelected } from '@/components/board/selection';
import { columnRows } from '@/components/board/column-rows';
import { aParticipant } from '@/components/live/fixture';

const [ana, ben] = [aParticipant('ana', 'a'), aParticipant('ben', 'b')];
const after = (...actions: BoardAction[]): BoardState => actions.reduce(boardReducer, initialBoard);

test('whoever is lifted is carried until they are put down, over one column at a time', () => {
  const carrying = after({ type: 'lift', people: [ana], by: 'pointer' }, { type: 'over', meeting: 'b' });
  expect(carrying.carrying).toMatchObject({ people: [ana], from: 'a', over: 'b' });
  expect(boardReducer(carrying, { type: 'put-down', moved: true }).carrying).toBeNull();
});

test('by keyboard one begins over the column in which one is', () => {
  expect(after({ type: 'lift', people: [ana], by: 'keyboard' }).carrying?.over).toBe('a');
});

test('a second lift does not take the place of the first', () => {
  const state = after({ type: 'lift', people: [ana], by: 'keyboard' }, { type: 'lift', people: [ben], by: 'pointer' });
  expect(state.carrying?.people).toEqual([ana]);
});

test('nothing can be over a column, or put down, while nothing is carried', () => {
  expect(after({ type: 'over', meeting: 'b' })).toBe(initialBoard);
  expect(after({ type: 'put-down', moved: true })).toBe(initialBoard);
});

test('a move ends the selection, however it was made', () => {
  const rows = columnRows('a', [ana], [], []);
  const selected: BoardAction = { type: 'select', picked: { column: 'a', rows, index: 0 }, by: 'all' };
  expect(after(selected).selection.people.size).toBe(1);
  expect(after(selected, { type: 'lift', people: [ana], by: 'pointer' }, { type: 'put-down', moved: true }).selection).toBe(nobodySelected);
  expect(after(selected, { type: 'choose', people: [ana] }, { type: 'chosen', moved: true })).toMatchObject({ selection: nobodySelected, choosing: null });
});

test('whoever is put back stays picked out', () => {
  const rows = columnRows('a', [ana], [], []);
  const selected: BoardAction = { type: 'select', picked: { column: 'a', rows, index: 0 }, by: 'all' };
  const { selection, carrying } = after(selected, { type: 'lift', people: [ana], by: 'pointer' }, { type: 'put-down', moved: false });
  expect([carrying, ...selection.people.keys()]).toEqual([null, 'ana']);
});

test('walking to where one is changes nothing', () => {
  const state = after({ type: 'walk', to: { meeting: 'a', row: 'ana' } });
  expect(boardReducer(state, { type: 'walk', to: { meeting: 'a', row: 'ana' } })).toBe(state);
});

test('columns end at both ends', () => {
  expect(neighbour(['a', 'b'], 'a', 1)).toBe('b');
  expect(neighbour(['a', 'b'], 'b', 1)).toBeNull();
  expect(neighbour(['a', 'b'], 'a', -1)).toBeNull();
});

test('from outside the board, such as the search, one comes in at the first column', () => {
  expect(neighbour(['a', 'b'], foundColumn, 1)).toBe('a');
  expect(neighbour(['a', 'b'], foundColumn, -1)).toBeNull();
  expect(neighbour([], foundColumn, 1)).toBeNull();
});

test('what is dragged is a person, whichever place they are dragged from', () => {
  expect(draggedPerson(dragSource(foundColumn, 'ana'))).toBe('ana');
  expect(dragSource(foundColumn, 'ana')).not.toBe(dragSource('a', 'ana'));
});
