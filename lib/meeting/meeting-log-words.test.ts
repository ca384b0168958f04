import { describe, expect, test } from 'vitest';
import type { LogFact } from '@/lib/meeting/meeting-log';
import { logWords, recordWords } from './meeting-log-words';

const nothing = { person: null, other: null, by: null, reason: null, since: null, record: null, source: 'events' } as const;
const by = { name: 'Otto', order: 'o1' };

test.each([
  [{ event: 'left', reason: 'remoteTeardown' }, 'left: hung up'],
  [{ event: 'left', reason: 'somethingNew' }, 'left: somethingNew'],
  [{ event: 'left', reason: 'allLeft' }, 'left'],
  [{ event: 'not-reached', reason: 'remoteBusy' }, 'was called and did not come: busy'],
  [{ event: 'moved-in', other: { meeting: 'm1', name: 'Space 1' }, by }, 'was moved here from Space 1 by Otto'],
  [{ event: 'moved-out', other: { meeting: null, name: null } }, 'was moved to elsewhere, not by Usher'],
  [{ event: 'locked' }, 'The meeting was locked'],
  [{ event: 'call-made', by }, 'Usher made the call, for a move by Otto'],
  [{ event: 'left', since: '2026-01-15T10:00:00.000Z' }, 'left while Usher was not running'],
] as const)('a line says what happened, why, and by whom: %j', (fact, words) => {
  expect(logWords({ ...nothing, ...fact })).toBe(words);
});

describe('what a call detail record adds', () => {
  const silent = { party: null, address: null, direction: null, reason: null, alarms: [] };

  test.each([
    [{ event: 'joined', record: { ...silent, party: 'ana@example.com', address: '203.0.113.7', direction: 'incoming' } }, 'joined', 'from ana@example.com (203.0.113.7)'],
    [{ event: 'joined', record: { ...silent, party: 'room@example.com', address: 'room@example.com', direction: 'outgoing' } }, 'joined', 'called at room@example.com'],
    [{ event: 'left', record: { ...silent, reason: 'timeout', alarms: [{ type: 'packetLoss', percent: 12.5 }, { type: 'new', percent: null }] } }, 'left: the connection was lost', 'packet loss for 12.5 % of the call, new'],
    [{ event: 'left', record: { ...silent, reason: 'timeout' } }, 'left: the connection was lost', ''],
    [{ event: 'recording-on', record: { ...silent, party: '/a.mp4' } }, 'Recording began', 'to /a.mp4'],
  ] as const)('is in words, and the line stays one: %j', (fact, line, added) => {
    const whole = { ...nothing, ...fact } as LogFact;
    expect([logWords(whole), recordWords(whole)]).toEqual([line, added]);
  });

  test('never contradicts what the bridge had told by itself', () => {
    const fact = { ...nothing, event: 'left', reason: 'remoteTeardown', record: { ...silent, reason: 'timeout' } } as const;
    expect([logWords(fact), recordWords(fact)]).toEqual(['left: hung up', null]);
  });
});
