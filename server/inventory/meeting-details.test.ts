import { expect, test } from 'vitest';
import { exampleParticipant } from '@/lib/meeting/examples';
import type { LegDetails, MeetingRules } from '@/server/inventory/facts';
import { meetingDetails } from '@/server/inventory/meeting-details';
import { bridgeNamed, callOf } from '@/server/inventory/test-facts';

const rules: MeetingRules = {
  lockMode: 'all',
  limit: 9,
  passcode: true,
  entry: { needsActivation: true, whenLeftAlone: 'disconnect', encryption: 'optional', rights: {} },
};
const leg: LegDetails = { activator: false, whenLeftAlone: null, encrypted: true, rights: {} };
const call = (bridge: string, more: Parameters<typeof callOf>[2]) => ({ by: bridgeNamed(bridge), fact: callOf(`call ${bridge}`, 'm1', more) });
const person = (id: string, more: Parameters<typeof exampleParticipant>[0] = {}) => exampleParticipant({ id, ...more });

test('the rules are those that any of the hosting bridges has read', () => {
  expect(meetingDetails('m1', [call('a', {}), call('b', { rules })], [])).toMatchObject(rules);
  expect(meetingDetails('m1', [call('a', {})], [])).not.toHaveProperty('limit');
});

test('a meeting stays when it is empty if any of its calls does, and it is not known while one has not said', () => {
  const said = (...flags: (boolean | null)[]) =>
    meetingDetails('m1', flags.map((activeWhenEmpty, at) => call(`b${at}`, { activeWhenEmpty })), []).activeWhenEmpty;
  expect([said(false, true), said(false, false), said(false, null), said(true, null)]).toEqual([true, false, undefined, true]);
});

test('whoever does not say what becomes of them goes by the rules of the space; activators stay', () => {
  const people = [
    { participant: person('p1'), details: leg },
    { participant: person('p2'), details: { ...leg, activator: true } },
    { participant: person('p3', { inLobby: true }), details: { ...leg, whenLeftAlone: 'deactivate' as const } },
  ];
  expect(meetingDetails('m1', [call('a', { rules })], people).people).toMatchObject({
    p1: { whenLeftAlone: 'disconnect', inLobby: false },
    p2: { whenLeftAlone: 'remainActivated' },
    p3: { whenLeftAlone: 'deactivate', inLobby: true },
  });
  expect(meetingDetails('m1', [call('a', {})], people).people).toBeUndefined();
});

test('nobody is known until everybody who has arrived is; a recorder does not count', () => {
  const known = { participant: person('p1'), details: { ...leg, activator: true } };
  const recorder = { participant: person('r', { kind: 'recorder' }), details: null };
  const ringing = { participant: person('p2', { state: 'ringing' }), details: null };
  const whole = meetingDetails('m1', [], [known, recorder, ringing]);
  expect([Object.keys(whole.people ?? {}), whole.headCount]).toEqual([['p1'], 2]);
  expect(meetingDetails('m1', [], [known, { participant: person('p3'), details: null }]).people).toBeUndefined();
});

test('who has the floor is named', () => {
  const presenter = { participant: person('p1', { name: 'Cy', presenting: true }), details: leg };
  expect([meetingDetails('m1', [], [presenter]).presenter, meetingDetails('m1', [], []).presenter]).toEqual(['Cy', null]);
});
