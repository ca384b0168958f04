import { expect, test } from 'vitest';
import { readSignInRefusal, writeSignInRefusal } from './sign-in-refusal';

test('a refusal comes out of the browser side as it went in', () => {
  expect(readSignInRefusal(writeSignInRefusal({ code: 'unauthenticated', detail: 'x' }))).toEqual({ code: 'unauthenticated' });
  const limited = writeSignInRefusal({ code: 'too-many-requests', detail: 'x', retryAfterSeconds: 27 });
  expect(readSignInRefusal(limited)).toEqual({ code: 'too-many-requests', retryAfterSeconds: 27 });
});

test("next-auth's own words and garbage become codes of the table", () => {
  expect(readSignInRefusal('CredentialsSignin')).toEqual({ code: 'unauthenticated' });
  for (const text of ['', 'toString', 'fetch failed', '<script>:1']) expect(readSignInRefusal(text).code).toBe('unavailable');
});
