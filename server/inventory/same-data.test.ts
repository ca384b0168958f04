import { expect, test } from 'vitest';
import { sameData } from './same-data';

const participant = { id: 'p', callBridge: { id: 'b', version: null }, muted: { audio: false }, calls: [{ id: 'c' }], importance: 1 };

test.each([
  ['equal objects', { ...participant, muted: { audio: false }, calls: [{ id: 'c' }] }, true],
  ['another value', { ...participant, importance: 2 }, false],
  ['another value deep inside', { ...participant, callBridge: { id: 'b', version: '3.9' } }, false],
  ['another length of a list', { ...participant, calls: [] }, false],
  ['null instead of an object', { ...participant, muted: null }, false],
  ['an object instead of a list', { ...participant, calls: { 0: { id: 'c' } } }, false],
])('tells whether data is the same: %s', (_, other, same) => {
  expect(sameData(participant, other)).toBe(same);
});
