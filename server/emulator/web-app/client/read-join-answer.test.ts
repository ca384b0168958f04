import { expect, it } from 'vitest';
import { readJoinAnswer } from './read-join-answer';

const answered = (status: number, text: string) => ({ reached: true, status, text }) as const;

it('reads an acceptance and a refusal', () => {
  const answer = { jwt: 'x', space: { name: 'Space 1', numericId: '1001' } };
  expect(readJoinAnswer(answered(200, JSON.stringify(answer)))).toEqual({ ok: true, ...answer });
  const refusal = { code: 'passcode-wrong', detail: 'No.' };
  expect(readJoinAnswer(answered(401, JSON.stringify(refusal)))).toEqual({ ok: false, reason: 'passcode-wrong', detail: 'No.' });
});

it.each([
  [200, '<html>'],
  [200, '{}'],
  [200, '{"jwt":"x"}'],
  [401, ''],
  [401, 'null'],
  [401, '{"code":"toString"}'],
])('takes an answer that cannot be read for a server that cannot be reached (%s, %j)', (status, text) => {
  expect(readJoinAnswer(answered(status, text))).toMatchObject({ ok: false, reason: 'unreachable' });
});
