import { encode } from 'next-auth/jwt';
import { expect, test } from 'vitest';
import { sessionIdFrom } from './session-cookie';

const secret = 'the cookie secret';
const name = 'next-auth.session-token';
const jwt = (token: Record<string, unknown>, key = secret) => encode({ token, secret: key });

test('the session id is found among other cookies', async () => {
  const header = `theme=dark; ${name}=${await jwt({ session: 'abc' })}; next-auth.csrf-token=x%7Cy`;
  expect(await sessionIdFrom(header, secret, false)).toBe('abc');
});

test('a cookie that came in pieces is put together in order', async () => {
  const token = await jwt({ session: 'abc' });
  const header = `${name}.1=${token.slice(90)}; ${name}.0=${token.slice(0, 90)}`;
  expect(await sessionIdFrom(header, secret, false)).toBe('abc');
});

test('over HTTPS only the cookie that browsers guard counts', async () => {
  const token = await jwt({ session: 'abc' });
  expect(await sessionIdFrom(`${name}=${token}`, secret, true)).toBeNull();
  expect(await sessionIdFrom(`__Secure-${name}=${token}`, secret, true)).toBe('abc');
});

test('what is not ours is the same as no cookie', async () => {
  const token = await jwt({ session: 'abc' });
  const headers = [
    undefined,
    '',
    ';;;=;',
    `${name}=garbage`,
    `${name}=${token.slice(0, -4)}AAAA`,
    `${name}=${await jwt({ session: 'abc' }, 'another secret')}`,
    `${name}=${await jwt({ session: { toString: 'abc' } })}`,
    `${name}=${await jwt({})}`,
    `${name}=${await encode({ token: { session: 'abc' }, secret, maxAge: -3_600 })}`,
  ];
  for (const header of headers) expect(await sessionIdFrom(header, secret, false)).toBeNull();
});
