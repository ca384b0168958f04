import { expect, test } from 'vitest';
import { timeLeft } from '@/components/call-bridges/time-left';

test.each([
  [0, '0:00'],
  [9, '0:09'],
  [600, '10:00'],
  [3_599, '59:59'],
  [3_600, '1:00:00'],
  [86_400, '24:00:00'],
])('%i seconds are shown as %s', (seconds, shown) => expect(timeLeft(seconds)).toBe(shown));
