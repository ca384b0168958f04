import { expect, test } from 'vitest';
import { safeReturn } from '@/components/sign-in/safe-return';

test.each(['/board', '/meetings/1?person=2'])('%s is a place to go back to', (from) => {
  expect(safeReturn(from)).toBe(from);
});

test.each([undefined, '', 'board', '//evil.example', '/\\evil.example', 'https://evil.example', '/sign-in?from=/board', ['/a', '/b']])(
  '%j leads to the board',
  (from) => {
    expect(safeReturn(from)).toBe('/board');
  },
);
