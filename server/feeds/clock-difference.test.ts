import { expect, test } from 'vitest';
import { ClockDifference } from './clock-difference';

const noon = Date.UTC(2026, 0, 15, 12, 0, 0);

test('is not known before the bridge has told its time', () => {
  const difference = new ClockDifference();
  expect(difference.ms).toBeNull();
  difference.heard('', noon, noon);
  difference.heard('half past ten', noon, noon);
  expect(difference.ms).toBeNull();
});

test('comes to half a second of the truth, although bridges tell whole seconds', () => {
  const difference = new ClockDifference();
  for (let n = 0; n < 40; n += 1) {
    const askedAtMs = noon + n * 3_037;
    const bridgeAtMs = askedAtMs + 20 + 90_000;
    difference.heard(`${new Date(bridgeAtMs).toISOString().slice(0, 19)}Z`, askedAtMs, askedAtMs + 40);
  }
  expect(Math.abs((difference.ms ?? 0) - 90_000)).toBeLessThanOrEqual(500);
});

test('is the middle of the last answers, so that one that is far off does not count', () => {
  const difference = new ClockDifference();
  for (const ms of [10, -20, 15, 3_600_000, 12]) difference.heard(new Date(noon + ms).toISOString(), noon, noon);
  expect(difference.ms).toBe(12);
});

test('follows a clock that was put right', () => {
  const difference = new ClockDifference();
  for (let n = 0; n < 30; n += 1) difference.heard(new Date(noon + 5_000).toISOString(), noon, noon);
  for (let n = 0; n < 11; n += 1) difference.heard(new Date(noon).toISOString(), noon, noon);
  expect(difference.ms).toBe(0);
});

test('leaves out an answer that was long on its way', () => {
  const difference = new ClockDifference();
  difference.heard(new Date(noon).toISOString(), noon, noon + 4_000);
  expect(difference.ms).toBeNull();
});
