import { expect, test } from 'vitest';
import { dialOutcome } from './dial';

test.each([
  ['room7@rooms.example', 'answers'],
  ['busybody@rooms.example', 'answers'],
  ['Busy@rooms.example', 'busy'],
  ['busy.room7@rooms.example', 'busy'],
  ['reject@rooms.example', 'rejects'],
  ['noanswer2@rooms.example', 'keeps-silent'],
  ['unknown@rooms.example', 'is-unknown'],
  ['room7@nowhere.invalid', 'is-unknown'],
])('%s %s', (uri, outcome) => {
  expect(dialOutcome(uri)).toBe(outcome);
});
