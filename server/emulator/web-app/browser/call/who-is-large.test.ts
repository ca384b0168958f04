import { expect, it } from 'vitest';
import { whoIsLarge } from './who-is-large';

const person = (id: string, speaking = false, self = false) => ({ id, name: id, audioMuted: false, videoMuted: false, speaking, presenting: false, self });

it.each([
  ['nobody in an empty call', [], null, null],
  ['oneself when alone', [person('me', true, true)], null, 'me'],
  ['another one rather than oneself', [person('me', true, true), person('a')], null, 'a'],
  ['who speaks', [person('a'), person('b', true)], 'a', 'b'],
  ['who spoke last, in silence', [person('a'), person('b')], 'b', 'b'],
  ['who was large, while two speak', [person('a', true), person('b', true)], 'b', 'b'],
  ['the first other, when who was large has left', [person('a'), person('b')], 'gone', 'a'],
])('shows %s', (_what, people, before, expected) => {
  expect(whoIsLarge(people, before)?.id ?? null).toBe(expected);
});
