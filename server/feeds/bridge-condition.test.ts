import { expect, test } from 'vitest';
import { saysAway } from './bridge-condition';

test.each([
  ['an answer that does not come says that a bridge is away', {}, 5_000, true],
  ['a request that found no place beside others says nothing, if the bridge was heard', { notAsked: true }, 5_000, false],
  ['the same says that it is away where nothing was heard since one began to look', { notAsked: true }, 999, true],
  ['the same of a bridge that never said a word', { notAsked: true }, null, true],
] as const)('%s', (_, error, lastWordMs, away) => {
  expect(saysAway(error, { beganMs: 1_000, lastWordMs })).toBe(away);
});
