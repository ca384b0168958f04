import { expect, test } from 'vitest';
import { firstOf } from '@/lib/first-of';

const numbers = [5, 3, 9, 1, 7, 3];
const smaller = (a: number, b: number) => a - b;

test('the first are those that sorting would put first', () => {
  for (const count of [0, 1, 3, 6, 10]) expect(firstOf(numbers, count, smaller), `${count}`).toEqual(numbers.toSorted(smaller).slice(0, count));
});

test('what is equal stays in the order given', () => {
  const pairs = [[1, 'a'], [0, 'b'], [1, 'c'], [0, 'd']] as const;
  expect(firstOf(pairs, 3, (a, b) => a[0] - b[0]).map(([, letter]) => letter)).toEqual(['b', 'd', 'a']);
});
