import { expect, test } from 'vitest';
import { AttemptLimit } from './attempt-limit';
import { createSignInLimit } from './sign-in-limit';

function limitAt(start = 1_000_000) {
  let now = start;
  const limit = createSignInLimit(() => now);
  return { limit, pass: (ms: number) => (now += ms) };
}
const attempts = (count: number, attempt: (index: number) => number) => Array.from({ length: count }, (_, index) => attempt(index));

test('the sixth wrong password for a name waits, and one try comes back every 30 seconds', () => {
  const { limit, pass } = limitAt();
  expect(attempts(5, () => limit.take('ana', '10.0.0.1'))).toEqual([0, 0, 0, 0, 0]);
  expect(limit.take('ana', '10.0.0.1')).toBe(30);
  pass(29_000);
  expect(limit.take('ana', '10.0.0.1')).toBe(1);
  pass(1_000);
  expect(limit.take('ana', '10.0.0.1')).toBe(0);
  expect(limit.take('ana', '10.0.0.1')).toBe(30);
});

test('asking while there is no try does not make the wait longer', () => {
  const { limit, pass } = limitAt();
  attempts(100, () => limit.take('ana', '10.0.0.1'));
  pass(30_000);
  expect(limit.take('ana', '10.0.0.1')).toBe(0);
});

test('somebody else at the same place, and the same name elsewhere, is not held up', () => {
  const { limit } = limitAt();
  attempts(6, () => limit.take('ana', '10.0.0.1'));
  expect(limit.take('ben', '10.0.0.1')).toBe(0);
  expect(limit.take('ana', '10.0.0.2')).toBe(0);
});

test('one address cannot try one password each for many names', () => {
  const { limit } = limitAt();
  const waits = attempts(60, (index) => limit.take(`person${index}`, '10.0.0.1'));
  expect(waits.filter((wait) => wait === 0)).toHaveLength(50);
  expect(limit.take('ana', '10.0.0.2')).toBe(0);
});

test('right passwords cost nothing, however many', () => {
  const { limit } = limitAt();
  for (let round = 0; round < 200; round++) {
    expect(limit.take('ana', null)).toBe(0);
    limit.giveBack('ana', null);
  }
});

test('the addresses of one IPv6 network count as one, and an IPv4 address in IPv6 form as itself', () => {
  const { limit } = limitAt();
  attempts(5, (index) => limit.take('ana', `2001:db8:0:1::${index + 1}`));
  expect(limit.take('ana', '2001:0db8:0000:0001:ffff::1')).toBeGreaterThan(0);
  expect(limit.take('ana', '2001:db8:0:2::1')).toBe(0);
  attempts(5, () => limit.take('ben', '::ffff:10.0.0.1'));
  expect(limit.take('ben', '10.0.0.1')).toBeGreaterThan(0);
});

test('what is remembered is bounded, and the one who asked last is not forgotten first', () => {
  const limit = new AttemptLimit({ burst: 1, refillMs: 1_000 }, () => 0);
  for (let index = 0; index < 20_000; index++) limit.take(`k${index}`);
  expect(limit.size).toBe(10_000);
  expect(limit.waitMs('k19999')).toBe(1_000);
  expect(limit.waitMs('k0')).toBe(0);
});

test('a key whose tries are all back is forgotten', () => {
  const limit = new AttemptLimit({ burst: 2, refillMs: 1_000 }, () => 0);
  limit.take('a');
  limit.giveBack('a');
  expect(limit.size).toBe(0);
});
