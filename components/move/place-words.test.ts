import { expect, test } from 'vitest';
import { anItem } from '@/components/live/fixture';
import { sourceWords, targetWords } from '@/components/move/place-words';

const [ana, ben] = [anItem('ana'), anItem('ben', { id: '2' })];
const elsewhere = { meeting: 'c', name: 'Space c' };

test('one meeting is named, several are counted: where people come from, and where they go', () => {
  expect([sourceWords([ana, ben]), targetWords([ana, ben])]).toEqual(['Space a', 'Space b']);
  expect(sourceWords([ana, { ...ben, from: elsewhere }])).toBe('2 meetings');
  expect(targetWords([ana, { ...ben, to: elsewhere }])).toBe('2 meetings');
});

test('it is said where nobody knows where they come from; whoever does not count for the others', () => {
  expect(sourceWords([{ from: null }])).toBe('Not known');
  expect(sourceWords([ana, { from: null }])).toBe('Space a');
});

test('a meeting without a name is still one meeting', () => {
  expect(targetWords([{ to: { meeting: 'b', name: '' } }])).toBe('a meeting');
});
