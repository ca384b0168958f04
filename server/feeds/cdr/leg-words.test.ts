import { expect, test } from 'vitest';
import { LegWords } from './leg-words';
import type { CdrRecord } from './read-records';

const record = (type: string, subject: string, fields: Record<string, string> = {}): CdrRecord => ({ type, atMs: null, index: 0, missingBefore: 0, subject, alarms: [], fields: new Map(Object.entries(fields)) });

test('a start says what the leg is, an update whether they wait, an end why', () => {
  const words = new LegWords();
  expect(words.read(record('callLegStart', 'l', { type: 'sip', subType: 'lync', recording: 'false', groupId: 'p' }))).toEqual({
    participant: 'p',
    leg: { type: 'sip', subType: 'lync', recording: false, streaming: false },
    deactivated: null,
    reason: null,
  });
  expect(words.read(record('callLegUpdate', 'l', { state: 'connected', deactivated: 'true', groupId: 'p' }))).toEqual({ participant: 'p', leg: null, deactivated: true, reason: null });
  expect(words.read(record('callLegEnd', 'l', { reason: 'callMoved' }))).toEqual({ participant: 'p', leg: null, deactivated: null, reason: 'callMoved' });
});

test('a leg without a participant of its own stands for one', () => {
  expect(new LegWords().read(record('callLegEnd', 'l', { reason: 'timeout' }))).toMatchObject({ participant: 'l', reason: 'timeout' });
});

test('records of calls and recordings say nothing of legs', () => {
  for (const type of ['callStart', 'callEnd', 'recordingStart', 'streamingEnd']) expect(new LegWords().read(record(type, 'c', { callLeg: 'l' }))).toBeNull();
});
