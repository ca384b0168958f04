import { expect, test } from 'vitest';
import { aParticipant } from '@/components/live/fixture';
import { ticked } from '@/components/meeting/ticked';

const shown = ['a', 'b', 'c', 'd'].map((id) => aParticipant(id, 'm'));

test('a box picks one out, and lets them go again', () => {
  expect([...ticked(new Set(['a']), shown, { id: 'c', shift: false, anchor: 'a' })]).toEqual(['a', 'c']);
  expect([...ticked(new Set(['a', 'c']), shown, { id: 'c', shift: false, anchor: 'c' })]).toEqual(['a']);
});

test('with shift everybody in between becomes what the box becomes, whichever way', () => {
  expect([...ticked(new Set(['a']), shown, { id: 'c', shift: true, anchor: 'a' })]).toEqual(['a', 'b', 'c']);
  expect([...ticked(new Set(['d']), shown, { id: 'b', shift: true, anchor: 'd' })]).toEqual(['d', 'b', 'c']);
  expect([...ticked(new Set(['a', 'b', 'c']), shown, { id: 'a', shift: true, anchor: 'b' })]).toEqual(['c']);
});

test('where the one before is not shown any more, shift is about the one alone', () => {
  expect([...ticked(new Set(), shown, { id: 'c', shift: true, anchor: 'gone' })]).toEqual(['c']);
  expect([...ticked(new Set(), shown, { id: 'c', shift: true, anchor: null })]).toEqual(['c']);
});
