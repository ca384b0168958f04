import { expect, test } from 'vitest';
import { cursorIndex, rowsToDraw, sortedBy, walkTarget } from '@/components/ui/grid-rows';

test('arrows and pages end at both ends of the list', () => {
  expect(['ArrowUp', 'PageUp', 'Home'].map((key) => walkTarget(key, 0, 30))).toEqual([0, 0, 0]);
  expect(['ArrowDown', 'PageDown', 'End'].map((key) => walkTarget(key, 29, 30))).toEqual([29, 29, 29]);
  expect(walkTarget('PageDown', 3, 30)).toBe(13);
  expect(walkTarget('x', 3, 30)).toBeNull();
});

test('the cursor stays on its row when rows come and go above it', () => {
  expect(cursorIndex(['a', 'b', 'c'], { key: 'b', index: 1 })).toBe(1);
  expect(cursorIndex(['new', 'a', 'b', 'c'], { key: 'b', index: 1 })).toBe(2);
});

test('where the cursor\'s row has gone, the cursor is on what came into its place', () => {
  expect(cursorIndex(['a', 'c'], { key: 'b', index: 1 })).toBe(1);
  expect(cursorIndex(['a'], { key: 'b', index: 1 })).toBe(0);
  expect(cursorIndex([], { key: 'b', index: 1 })).toBe(-1);
});

test('what has to stay is drawn wherever it is, once, in order', () => {
  expect(rowsToDraw([4, 5, 6], 5)).toEqual([4, 5, 6]);
  expect(rowsToDraw([4, 5, 6], 1)).toEqual([1, 4, 5, 6]);
  expect(rowsToDraw([4, 5, 6], 9_000)).toEqual([4, 5, 6, 9_000]);
  expect(rowsToDraw([4, 5, 6], -1)).toEqual([4, 5, 6]);
  expect(rowsToDraw([4, 5], 9, 1, 9)).toEqual([1, 4, 5, 9]);
  expect(rowsToDraw([], 0)).toEqual([]);
});

test('what is equal keeps its order, whichever way the list is sorted', () => {
  const items = [{ name: 'b', size: 1 }, { name: 'a', size: 2 }, { name: 'c', size: 1 }];
  const bySize = (a: { size: number }, b: { size: number }) => a.size - b.size;
  expect(sortedBy(items, bySize, false).map(({ name }) => name)).toEqual(['b', 'c', 'a']);
  expect(sortedBy(items, bySize, true).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
});
