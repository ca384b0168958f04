import { expect, test } from 'vitest';
import { manualClock } from '../../clock';
import { AuthTokens } from './auth-tokens';

test('a token is good for a minute, and only one that was issued', () => {
  const clock = manualClock();
  const tokens = new AuthTokens(clock);
  const token = tokens.issue();
  clock.advance(59_000);
  expect([tokens.isValid(token), tokens.isValid(token.toUpperCase()), tokens.isValid('')]).toEqual([true, true, false]);
  clock.advance(1_000);
  expect(tokens.isValid(token)).toBe(false);
});

test('a client that asks on and on fills no memory: the oldest token goes', () => {
  const tokens = new AuthTokens(manualClock());
  const first = tokens.issue();
  for (let n = 0; n < 10_000; n += 1) tokens.issue();
  expect([tokens.isValid(first), tokens.isValid(tokens.issue())]).toEqual([false, true]);
});
