import { expect, it } from 'vitest';
import { readJoinAnswer } from './read-join-answer';

it('reads an acceptance and a refusal', () => {
  const answer = { jwt: 'x', space: { name: 'Space 1', numericId: '1001' } };
  expect(readJoinAnswer(true, JSON.stringify(answer))).toEqual({ ok: true, ...answer });
  const refusal = { code: 'passcode-wrong', detail: 'No.' };
  expect(readJoinAnswer(false, JSON.stringify(refusal))).toEqual({ ok: false, reason: 'passcode-wrong', detail: 'No.' });
});

it.each([
  [true, '<html>'],
  [true, '{}'],
  [true, '{"jwt":"x"}'],
  [false, ''],
  [false, 'null'],
  [false, '{"code":"toString"}'],
])('takes an answer that cannot be read for a server that cannot be reached (%s, %j)', (accepted, text) => {
  expect(readJoinAnswer(accepted, text)).toMatchObject({ ok: false, reason: 'unreachable' });
});
