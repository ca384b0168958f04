import { expect, test } from 'vitest';
import { isBefore, parseSequence, type Sequence } from '@/components/live/sequence';

const at = (text: string): Sequence => parseSequence(text) ?? { epoch: '', seq: -1 };

test('places of one epoch have an order, by number and not by text', () => {
  expect(isBefore(at('e-9'), at('e-10'))).toBe(true);
  expect(isBefore(at('e-10'), at('e-10'))).toBe(false);
});

test('places of different epochs cannot be compared', () => {
  expect(isBefore(at('e-9'), at('f-10'))).toBeNull();
});

test.each(['', 'e', '-1', 'e-', 'e-x'])('%j is no place', (text) => {
  expect(parseSequence(text)).toBeNull();
});
