import { expect, test } from 'vitest';
import type { Note } from '@/server/journal/entry';
import { noteEvents, type HeardEvents } from './note-events';

const old = '26de0160-30b5-4d7b-8a05-304472af284a';

function noted(events: HeardEvents): Pick<Note, 'said' | 'about'>[] {
  const notes: Note[] = [];
  noteEvents({ note: (note) => ({ number: notes.push(note), heardAtMs: 0 }) }, 'b1', events);
  return notes.map(({ said, about }) => ({ said, about }));
}

test('who comes by a move is noted with the participant that they were, their call and their guest account', () => {
  const entry = { participant: 'P9', updateType: 'add', name: 'Ana', uri: 'guest7', state: 'connected', movedParticipant: old } as const;
  expect(noted({ about: 'roster', call: 'c1', entries: [entry] })).toEqual([
    { said: `roster add name="Ana" uri="guest7" state="connected" movedParticipant="${old}"`, about: ['p9', 'c1', old, 'guest7'] },
  ]);
});

test('who leaves is noted with the reason', () => {
  expect(noted({ about: 'roster', call: 'c1', entries: [{ participant: 'p1', updateType: 'remove', reason: 'callMoved' }] })).toEqual([
    { said: 'roster remove (callMoved)', about: ['p1', 'c1'] },
  ]);
});

test('who speaks, mutes or changes layout is not noted', () => {
  const entries = [{ participant: 'p1', updateType: 'update', activeSpeaker: true, audioMuted: true, layout: 'speakerOnly' }] as const;
  expect(noted({ about: 'roster', call: 'c1', entries })).toEqual([]);
});

test('calls are noted as they come, change and go, with their correlator', () => {
  const entries = [
    { call: 'c1', updateType: 'add', name: 'Space 1', callCorrelator: 'm1' },
    { call: 'c1', updateType: 'update' },
    { call: 'c1', updateType: 'remove', reason: 'allLeft' },
  ] as const;
  expect(noted({ about: 'calls', entries })).toEqual([
    { said: 'call add name="Space 1"', about: ['c1', 'm1'] },
    { said: 'call remove (allLeft)', about: ['c1'] },
  ]);
  expect(noted({ about: 'call', call: 'c1', fields: { lockState: 'locked' } })).toEqual([{ said: 'call lockState="locked"', about: ['c1'] }]);
});
