import { expect, test } from 'vitest';
import { aParticipant } from '@/components/live/fixture';
import { columnRows } from '@/components/board/column-rows';
import { nobodySelected, pick, without, type Picked, type PickBy, type Selection } from '@/components/board/selection';

const names = ['ana', 'ben', 'cleo', 'dan'];
const rowsOf = (column: string, people: readonly string[]) => columnRows(column, people.map((name) => aParticipant(name, column)), [], []);
const at = (index: number): Picked => ({ column: 'a', rows: rowsOf('a', names), index });
const elsewhere: Picked = { column: 'b', rows: rowsOf('b', ['zoe']), index: 0 };
const picking = (by: PickBy) => (selection: Selection, picked: Picked) => pick(selection, picked, by);
const [pickOnly, toggle, extendTo, pickAll] = [picking('only'), picking('toggle'), picking('range'), picking('all')];
const idsOf = ({ people }: Selection) => [...people.keys()];

test('a press picks one out and lets everybody else go, and again lets that one go', () => {
  const both = toggle(pickOnly(nobodySelected, at(0)), at(2));
  expect(idsOf(pickOnly(both, at(1)))).toEqual(['ben']);
  expect(idsOf(pickOnly(pickOnly(nobodySelected, at(1)), at(1)))).toEqual([]);
});

test('with control people are added one by one, of other columns too, and taken out again', () => {
  const three = [at(0), at(2), elsewhere].reduce(toggle, nobodySelected);
  expect(idsOf(three)).toEqual(['ana', 'cleo', 'zoe']);
  expect(idsOf(toggle(three, at(0)))).toEqual(['cleo', 'zoe']);
});

test('a range goes from who was picked last to the row, in either direction', () => {
  expect(idsOf(extendTo(pickOnly(nobodySelected, at(1)), at(3)))).toEqual(['ben', 'cleo', 'dan']);
  expect(idsOf(extendTo(pickOnly(nobodySelected, at(2)), at(0)))).toEqual(['ana', 'ben', 'cleo']);
});

test('a range that is made shorter lets go of those who are no longer in it', () => {
  const long = extendTo(pickOnly(nobodySelected, at(0)), at(3));
  expect(idsOf(extendTo(long, at(1)))).toEqual(['ana', 'ben']);
});

test('a range leaves the people of other columns picked out, and does not reach across', () => {
  const zoe = pickOnly(nobodySelected, elsewhere);
  expect(idsOf(extendTo(zoe, at(1)))).toEqual(['zoe', 'ben']);
});

test('a range whose beginning has left begins anew', () => {
  const anchored: Selection = { ...nobodySelected, anchor: { column: 'a', row: 'gone' } };
  expect(extendTo(anchored, at(2))).toMatchObject({ anchor: { column: 'a', row: 'cleo' } });
});

test('all of a column are picked out beside those of others', () => {
  expect(idsOf(pickAll(pickOnly(nobodySelected, elsewhere), at(1)))).toEqual(['zoe', ...names]);
});

test('whoever has left is let go, and nothing changes where nobody has', () => {
  const all = pickAll(nobodySelected, at(0));
  expect(idsOf(without(all, ['ben', 'nobody']))).toEqual(['ana', 'cleo', 'dan']);
  expect(without(all, ['nobody'])).toBe(all);
});
