import { expect, test } from 'vitest';
import { jsonIn } from '@/lib/trace/har/frame-json';
import { maskedJson } from './mask-json';

test.each([
  [{ passcode: ['4711'] }],
  [{ passcode: { value: '4711' } }],
  [{ name: 'passcode', value: '4711' }],
  [{ guestPasscode: 4711, a: [{ sessionToken: '4711' }] }],
  [{ iceServers: [{ credential: '4711' }], cookies: [{ value: '4711' }] }],
  [{ password: 'a"4711' }],
  [{ inner: JSON.stringify({ body: JSON.stringify({ password: 'a"4711' }) }) }],
  [{ link: 'https://join.example/?secret=4711' }],
])('JSON has no secret left in it, whatever its value is: %j', (value) => {
  const safe = JSON.stringify(maskedJson({ ...value, kept: 'this' }, jsonIn));
  expect(safe).not.toContain('4711');
  expect(safe).toContain('this');
});
