import { expect, test } from 'vitest';
import { isAtLeast } from '@/lib/meeting/version';

test('versions compare by number, not by text', () => {
  expect(isAtLeast('3.10', '3.2')).toBe(true);
  expect(isAtLeast('3.1', '3.2')).toBe(false);
  expect(isAtLeast('3.2.0.1', '3.2')).toBe(true);
  expect(isAtLeast('3.9_build5', '3.9')).toBe(true);
  expect(isAtLeast('3', '3.0')).toBe(true);
});

test('a version that is not known is neither old nor new', () => {
  expect(isAtLeast(null, '3.2')).toBeNull();
  expect(isAtLeast('unknown', '3.2')).toBeNull();
});
