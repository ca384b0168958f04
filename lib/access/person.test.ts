import { expect, test } from 'vitest';
import { addPersonInput, changeOwnPasswordInput } from './person';
import { createTokenInput } from './token';

test.each(['Ana', 'Łukasz Żółć', 'مینا می‌خواهد', '李小龙', "O'Neill", '👩‍💻'])('%s is a name', (name) => {
  expect(addPersonInput.parse({ name, role: 'viewer' })).toEqual({ name, role: 'viewer' });
});

test.each(['', '   ', 'a\0b', 'a\nb', 'x'.repeat(101), '\ud800'])('%j is no name', (name) => {
  expect(addPersonInput.safeParse({ name, role: 'viewer' }).success).toBe(false);
});

test('a name is trimmed and composed', () => {
  expect(addPersonInput.parse({ name: '  Zoe\u0308 ', role: 'viewer' }).name).toBe('Zo\u00eb');
});

test('a password has 12 to 200 characters', () => {
  const next = (length: number) => changeOwnPasswordInput.safeParse({ current: 'x', next: 'p'.repeat(length) }).success;
  expect([11, 12, 200, 201].map(next)).toEqual([false, true, true, false]);
});

test('fields that nobody knows and roles that do not exist are refused', () => {
  expect(addPersonInput.safeParse({ name: 'Ana', role: 'viewer', admin: true }).success).toBe(false);
  expect(addPersonInput.safeParse({ name: 'Ana', role: 'root' }).success).toBe(false);
  expect(createTokenInput.safeParse({ name: 'script', role: 'viewer', expiresInDays: 0.5 }).success).toBe(false);
});
