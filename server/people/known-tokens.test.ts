import { expect, test } from 'vitest';
import { KnownTokens, type KnownToken } from '@/server/people/known-tokens';

const token: KnownToken = { id: 't', name: 'script', role: 'viewer', scope: null, expiresAt: null, lastUsedAt: null };

test('a token that was looked up is known, until it ends', async () => {
  const known = new KnownTokens();
  expect(known.get('secret')).toBeUndefined();
  await known.learn('secret', () => Promise.resolve(token));
  expect(known.get('secret')).toBe(token);
  known.forget('another');
  expect(known.get('secret')).toBe(token);
  known.forget('t');
  expect(known.get('secret')).toBeUndefined();
});

test('a token that ends while it is looked up is not remembered', async () => {
  const known = new KnownTokens();
  let answer: (found: KnownToken) => void = () => undefined;
  const learning = known.learn('secret', () => new Promise((resolve) => (answer = resolve)));
  known.forget('t');
  answer(token);
  expect(await learning).toBe(token);
  expect(known.get('secret')).toBeUndefined();
});

test('what is wrong is not remembered, and what is right not without end', async () => {
  const known = new KnownTokens();
  expect(await known.learn('wrong', () => Promise.resolve(null))).toBeNull();
  expect(known.get('wrong')).toBeUndefined();
  for (let n = 0; n <= 1_000; n += 1) await known.learn(`secret ${n}`, () => Promise.resolve({ ...token, id: `t${n}` }));
  expect([known.get('secret 0'), known.get('secret 1000')?.id]).toEqual([undefined, 't1000']);
});
