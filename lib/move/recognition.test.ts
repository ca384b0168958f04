import { expect, test } from 'vitest';
import { exampleParticipant } from '@/lib/meeting/examples';
import type { Participant } from '@/lib/meeting/participant';
import { recognise, type LostPerson } from '@/lib/move/recognition';

const leftAtMs = Date.parse('2026-01-15T10:00:00.000Z');
const after = '2026-01-15T10:01:00.000Z';
const before = '2026-01-15T09:59:00.000Z';

const guest: LostPerson = { participant: 'old', newParticipant: 'made', name: 'Ana', uri: 'guest301557120@webapp.com', kind: 'web-app', called: null, leftAtMs };
const room: LostPerson = { participant: 'old', newParticipant: null, name: 'Room 7', uri: 'room7@example.org', kind: 'sip', called: null, leftAtMs };
const user: LostPerson = { ...guest, name: 'Ben', uri: 'ben@webapp.com' };

const seenGuest = (over: Partial<Participant> = {}) => exampleParticipant({ id: 'seen', uri: 'guest999888777@webapp.com', meeting: 'm2', joinedAt: after, ...over });
const seenRoom = (over: Partial<Participant> = {}) => exampleParticipant({ id: 'seen', name: 'Room 7', uri: 'room7@example.org', kind: 'sip', joinedAt: after, ...over });

const answer = (lost: LostPerson, seen: Participant, others: Participant[] = [], alsoLost: LostPerson[] = []) =>
  recognise(lost, seen, { people: [seen, ...others], lost: [lost, ...alsoLost] });

test('whoever was made from them is them, by any id that the move gave them and whatever they are called', () => {
  for (const participant of ['old', 'made']) {
    expect(answer(guest, seenGuest({ name: 'Anna', movedFrom: { participant, meeting: null } }))).toBe('successor');
  }
  expect(answer(guest, seenGuest({ id: 'made', joinedAt: null }))).toBe('successor');
});

test('whoever answers a call to them is them', () => {
  expect(answer({ ...room, called: 'seen' }, seenRoom({ name: 'Meeting room', joinedAt: null }))).toBe('called');
});

test('a guest who comes in again by the same name is them; so is the same device, and the same account', () => {
  expect(answer(guest, seenGuest())).toBe('name');
  expect(answer(guest, seenGuest({ name: ' ana ' }))).toBe('name');
  expect(answer(room, seenRoom())).toBe('address');
  expect(answer(room, seenRoom({ uri: 'sip:Room7@example.org' }))).toBe('address');
  expect(answer(user, seenGuest({ name: 'Ben', uri: 'ben@webapp.com' }))).toBe('address');
});

test.each<[string, LostPerson, Participant]>([
  ['has another name', guest, seenGuest({ name: 'Anton' })],
  ['was there before they left', guest, seenGuest({ joinedAt: before })],
  ['came at a time that nobody has told', guest, seenGuest({ joinedAt: null })],
  ['was moved there from elsewhere', guest, seenGuest({ movedFrom: { participant: 'somebody', meeting: 'm9' } })],
  ['waits in the lobby', guest, seenGuest({ inLobby: true })],
  ['is only being called', room, seenRoom({ state: 'ringing' })],
  ['is connected by something else', guest, seenGuest({ kind: 'sip', uri: 'ana@example.org' })],
  ['is a guest, where an account was lost', user, seenGuest({ name: 'Ben' })],
  ['is another device of that name', room, seenRoom({ uri: 'room8@example.org' })],
  ['is another name at that device', room, seenRoom({ name: 'Room 8' })],
])('nobody is taken for them who %s', (_, lost, seen) => {
  expect(answer(lost, seen)).toBeNull();
});

test('nobody is taken for somebody without a name, or without an address', () => {
  expect(answer({ ...guest, name: ' ' }, seenGuest({ name: '' }))).toBeNull();
  expect(answer({ ...room, uri: null }, seenRoom({ uri: null }))).toBeNull();
  expect(answer({ ...guest, kind: 'unknown' }, seenGuest())).toBeNull();
});

test('where there are two who look like them, it is doubtful', () => {
  expect(answer(guest, seenGuest(), [seenGuest({ id: 'other', joinedAt: before })])).toBe('doubtful');
  expect(answer(guest, seenGuest(), [exampleParticipant({ id: 'other', name: 'Ana', kind: 'sip', uri: 'ana@example.org' })])).toBe('doubtful');
  expect(answer(room, seenRoom(), [seenRoom({ id: 'other', joinedAt: before })])).toBe('doubtful');
  expect(answer(guest, seenGuest(), [], [{ ...guest, participant: 'old2', newParticipant: null }])).toBe('doubtful');
});

test('what is left of the move itself is no double', () => {
  expect(answer(guest, seenGuest(), [seenGuest({ id: 'made', state: 'initial', movedFrom: { participant: 'old', meeting: 'm1' } })])).toBe('name');
});
