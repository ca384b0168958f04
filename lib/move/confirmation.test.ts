import { expect, test } from 'vitest';
import { confirmationNeed, protectedPlaces } from '@/lib/move/confirmation';
import type { Consequence, Verdict } from '@/lib/move/verdict';

const rules = { above: 2, protectedSpaces: ['Board Room', 'c0ffee'] };
const places = [{ space: 'a', name: 'Space A' }, { space: null, name: 'Space B' }];
const goes = (...consequences: Consequence[]): Verdict => ({ allowed: true, reason: null, reasons: [], consequences });
const stays: Verdict = { allowed: false, reason: 'microsoft-client', reasons: ['microsoft-client'], consequences: [{ code: 'ends-source' }] };

test('a move that concerns nobody else is sent at once', () => {
  expect(confirmationNeed([goes({ code: 'chat-lost' }), goes()], places, rules)).toBe('send');
});

test('more people than are allowed for are confirmed, and those who stay do not count', () => {
  expect(confirmationNeed([goes(), goes(), goes()], places, rules)).toBe('ask');
  expect(confirmationNeed([goes(), goes(), stays], places, rules)).toBe('send');
});

test('what reaches people who were not chosen is confirmed', () => {
  expect(confirmationNeed([goes({ code: 'admits-lobby', count: 1 })], places, rules)).toBe('ask');
  expect(confirmationNeed([goes({ code: 'leaves-without-activator', count: 1 })], places, rules)).toBe('ask');
  expect(confirmationNeed([goes({ code: 'ends-source', again: true })], places, rules)).toBe('ask');
});

test('where it is not known whether others are reached, the bridges are asked before', () => {
  expect(confirmationNeed([goes({ code: 'admits-lobby', known: false })], places, rules)).toBe('look');
  expect(confirmationNeed([goes({ code: 'settings-reset', known: false })], places, rules)).toBe('send');
});

test('a protected space is confirmed always, by its id or by its name', () => {
  const room = { space: 'x', name: 'board room ' };
  expect(confirmationNeed([goes()], [...places, room], rules)).toBe('ask');
  expect(protectedPlaces([room, { space: 'C0FFEE', name: 'Coffee' }, ...places], rules).map(({ name }) => name)).toEqual(['board room ', 'Coffee']);
});
