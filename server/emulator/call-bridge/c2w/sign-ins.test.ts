import { expect, test } from 'vitest';
import { manualClock } from '../../clock';
import { SignIns } from './sign-ins';

test('a sign-in holds until it is revoked or expires', () => {
  const clock = manualClock();
  const signIns = new SignIns(clock);
  for (const token of ['a', 'b']) signIns.add(token, 'grace@webapp.com', clock.now() + 1_000);
  signIns.revoke('a');
  expect([signIns.userOf('a'), signIns.userOf('b'), signIns.userOf('c')]).toEqual([null, 'grace@webapp.com', null]);
  clock.advance(1_000);
  expect(signIns.userOf('b')).toBeNull();
});

test('the oldest of more than 10,000 sign-ins is forgotten', () => {
  const clock = manualClock();
  const signIns = new SignIns(clock);
  for (let number = 0; number <= 10_000; number += 1) signIns.add(String(number), 'grace@webapp.com', clock.now() + 1_000);
  expect([signIns.userOf('0'), signIns.userOf('10000')]).toEqual([null, 'grace@webapp.com']);
});
