import { expect, test } from 'vitest';
import { participantKind } from './participant-kind';

test.each([
  ['sip', null, '3.9', 'sip'],
  ['sip', 'avaya', '3.9', 'sip'],
  ['sip', 'lync', '3.9', 'microsoft'],
  ['sip', 'distributionLink', '3.9', 'unknown'],
  ['sip', 'lyncDistribution', '3.9', 'unknown'],
  ['sip', 'lyncdistribution', '3.9', 'unknown'],
  ['acano', null, '3.0', 'web-app'],
  ['acano', 'webApp', '3.9', 'web-app'],
  ['acano', null, '2.9', 'meeting-app'],
  ['acano', null, null, 'unknown'],
  [null, null, '3.9', 'unknown'],
  ['future', null, '9.9', 'unknown'],
])('a leg of type %s and subtype %s on version %s is %s', (type, subType, version, kind) => {
  expect(participantKind({ type, subType, recording: false, streaming: false }, version)).toBe(kind);
});

test('a leg that records or streams is a recorder', () => {
  const leg = { type: 'sip', subType: null, recording: false, streaming: false };
  expect(participantKind({ ...leg, recording: true }, '3.9')).toBe('recorder');
  expect(participantKind({ ...leg, streaming: true }, '3.9')).toBe('recorder');
});
