import { expect, test } from 'vitest';
import { logWords } from './meeting-log-words';

const nothing = { person: null, other: null, by: null, reason: null, since: null, source: 'events' } as const;
const by = { name: 'Otto', order: 'o1' };

test.each([
  [{ event: 'left', reason: 'remoteTeardown' }, 'left: hung up'],
  [{ event: 'left', reason: 'somethingNew' }, 'left: somethingNew'],
  [{ event: 'left', reason: 'allLeft' }, 'left'],
  [{ event: 'not-reached', reason: 'remoteBusy' }, 'was called and did not come: busy'],
  [{ event: 'moved-in', other: { meeting: 'm1', name: 'Space 1' }, by }, 'was moved here from Space 1 by Otto'],
  [{ event: 'moved-out', other: { meeting: null, name: null } }, 'was moved to elsewhere, not by Usher'],
  [{ event: 'locked' }, 'The meeting was locked'],
  [{ event: 'left', since: '2026-01-15T10:00:00.000Z' }, 'left while Usher was not running'],
] as const)('a line says what happened, why, and by whom: %j', (fact, words) => {
  expect(logWords({ ...nothing, ...fact })).toBe(words);
});
