import { beforeEach, describe, expect, test } from 'vitest';
import type { CallDetails, CallLegDetails, ParticipantDetails } from '@/server/bridge-client/bridge-objects';
import type { RosterEntry } from '@/server/bridge-client/events/event-messages';
import type { Fact, ParticipantFact } from '@/server/inventory/facts';
import { FactBook } from './fact-book';

const nowMs = Date.UTC(2026, 0, 15, 10, 0, 0);
const listedCall = { id: 'c1', name: 'Space 1', coSpace: 'space', callCorrelator: 'm1' };
const listed = { id: 'p1', name: 'Ana', call: 'c1', callBridge: null };
const callDetails: CallDetails = {
  ...listedCall,
  callType: 'coSpace',
  durationSeconds: 60,
  locked: true,
  recording: false,
  streaming: false,
  activeWhenEmpty: false,
  headCount: 0,
};
const details: ParticipantDetails = {
  ...listed,
  uri: 'ana@example.org',
  canMove: true,
  movedParticipant: null,
  importance: 2,
  label: null,
  isActivator: false,
  state: 'connected',
};
const leg: CallLegDetails = {
  type: 'acano',
  subType: null,
  durationSeconds: 30,
  deactivated: true,
  rxAudioMute: true,
  rxVideoMute: false,
  layout: 'speakerOnly',
  recording: false,
  streaming: false,
  rxBitRate: 48_000,
  needsActivation: true,
  deactivationMode: 'disconnect',
  encryptedMedia: true,
  unencryptedMedia: false,
  rights: { muteOthers: false },
};
const add = (more: Partial<RosterEntry> = {}): RosterEntry => ({
  participant: 'p1',
  updateType: 'add',
  name: 'Ana',
  state: 'connected',
  canMove: true,
  ...more,
});
const update = (more: Partial<RosterEntry>): RosterEntry => ({ participant: 'p1', updateType: 'update', ...more });

let book: FactBook;
beforeEach(() => {
  book = new FactBook();
  book.setBridge('3.9', [{ id: 'wire-b', name: 'cbcms2', address: null, sipDomain: null }]);
});

function participantOf(facts: readonly Fact[]): ParticipantFact {
  const fact = facts.at(-1);
  if (fact?.fact !== 'participant') throw new Error('no participant was told');
  return fact.participant;
}

describe('one participant, put together from several sources', () => {
  test('has what the roster says, with what only single reads tell', () => {
    book.roster('c1', [add()], nowMs);
    book.participantRead(details);
    const fact = participantOf(book.callLegRead('p1', leg, false, nowMs));
    expect(fact).toMatchObject({
      home: { at: 'here' },
      kind: 'web-app',
      inLobby: true,
      joinedAtMs: nowMs - 30_000,
      // These are the roster's to tell, also where it has told nothing yet.
      audioMuted: false,
      importance: null,
      layout: null,
    });
  });

  test('is not set back by a read that was overtaken by an event', () => {
    book.roster('c1', [add({ state: 'initial' })], nowMs);
    book.roster('c1', [update({ state: 'connected', name: 'Ana B.' })], nowMs);
    expect(participantOf(book.participantRead({ ...details, state: 'initial', name: 'Ana' }))).toMatchObject({
      state: 'connected',
      name: 'Ana B.',
    });
  });

  test('has everything from reads where there are no events', () => {
    book.listed([listedCall], [listed], book.tick);
    book.participantRead(details);
    expect(participantOf(book.callLegRead('p1', leg, false, nowMs))).toMatchObject({
      state: 'connected',
      uri: 'ana@example.org',
      audioMuted: true,
      layout: 'speakerOnly',
      importance: 2,
    });
  });

  test('is read again once the events have fallen silent', () => {
    book.roster('c1', [add()], nowMs);
    book.participantRead(details);
    book.callLegRead('p1', { ...leg, deactivated: false }, false, nowMs);
    expect(book.participantsToRead()).toEqual([]);
    book.eventsLost();
    expect(book.participantsToRead()).toEqual(['p1']);
    expect(participantOf(book.participantRead({ ...details, name: 'Ana C.' })).name).toBe('Ana C.');
  });

  test('in the lobby is read again, since no event tells when they are let in', () => {
    book.roster('c1', [add()], nowMs);
    book.participantRead(details);
    book.callLegRead('p1', leg, false, nowMs);
    expect(book.participantsToRead()).toEqual(['p1']);
  });

  test('who is homed elsewhere is told with the name of that bridge, and not read here', () => {
    const fact = participantOf(book.listed([listedCall], [{ ...listed, callBridge: 'wire-b' }], book.tick));
    expect(fact.home).toEqual({ at: 'elsewhere', wireId: 'wire-b', name: 'cbcms2' });
    expect(book.participantsToRead()).toEqual([]);
  });

  test('keeps what an update leaves out, and loses what it unsets', () => {
    book.roster('c1', [add({ layout: 'speakerOnly', importance: 3, audioMuted: true })], nowMs);
    expect(participantOf(book.roster('c1', [update({ importance: null })], nowMs))).toMatchObject({
      layout: 'speakerOnly',
      importance: null,
      audioMuted: true,
    });
  });

  test('joined when the state became connected before our eyes', () => {
    book.roster('c1', [add({ state: 'ringing' })], nowMs);
    expect(participantOf(book.roster('c1', [update({ state: 'connected' })], nowMs + 500)).joinedAtMs).toBe(nowMs + 500);
  });

  test('of whom an update came without the beginning is completed by reads', () => {
    book.roster('c1', [update({ speaking: true } as Partial<RosterEntry>)], nowMs);
    expect(participantOf(book.participantRead(details)).name).toBe('Ana');
  });
});

describe('a call', () => {
  test('keeps the start that was worked out first, so that it does not jitter', () => {
    book.callRead(callDetails, nowMs);
    const [fact] = book.callRead({ ...callDetails, locked: !callDetails.locked, durationSeconds: 60 }, nowMs + 900);
    expect(fact?.fact === 'call' && fact.call.startedAtMs).toBe(nowMs - 60_000);
  });

  test('that the events tell is not set back by a read', () => {
    book.callEntries([{ call: 'c1', updateType: 'add', name: 'Space 1', callCorrelator: 'm1', lockState: 'notLocked' }]);
    const [fact] = book.callRead(callDetails, nowMs);
    expect(fact?.fact === 'call' && fact.call).toMatchObject({ locked: false, space: 'space', startedAtMs: nowMs - 60_000 });
  });

  test('that ends takes its people along', () => {
    book.listed([listedCall], [listed], book.tick);
    expect(book.callGone('c1', 'allLeft')).toEqual([{ fact: 'call-gone', id: 'c1', reason: 'allLeft' }]);
    expect(book.callOf('p1')).toBeNull();
  });
});

describe('lists that overlap with events', () => {
  test('do not bring back who left while they were read', () => {
    book.listed([listedCall], [listed], book.tick);
    const since = book.tick;
    book.roster('c1', [{ participant: 'p1', updateType: 'remove', reason: 'callMoved' }], nowMs);
    expect(book.listed([listedCall], [listed], since).some(({ fact }) => fact === 'participant')).toBe(false);
    expect(book.listed([listedCall], [listed], book.tick).some(({ fact }) => fact === 'participant')).toBe(true);
  });

  test('do not miss who came while they were read', () => {
    const since = book.tick;
    book.callEntries([{ call: 'c1', updateType: 'add', callCorrelator: 'm1' }]);
    book.roster('c1', [add()], nowMs);
    expect(book.missing([], [], since)).toEqual({ calls: [], participants: [] });
    expect(book.missing([], [], book.tick)).toEqual({ calls: ['c1'], participants: ['p1'] });
  });
});

describe('what the events had told wrongly', () => {
  beforeEach(() => {
    book.callEntries([{ call: 'c1', updateType: 'add', name: 'Space 1', lockState: 'notLocked' }]);
    book.roster('c1', [add()], nowMs);
  });

  test('is put right and counted when all is told anew', () => {
    expect(participantOf(book.roster('c1', [add({ audioMuted: true })], nowMs, 'recount')).audioMuted).toBe(true);
    book.callFields('c1', { lockState: 'locked' }, false, 'recount');
    book.roster('c1', [add({ participant: 'p2' })], nowMs, 'recount');
    expect(book.healed).toBe(3);
  });

  test('is counted where somebody is found gone', () => {
    expect(book.foundGone('p1')).toEqual([{ fact: 'participant-gone', id: 'p1', reason: null }]);
    expect(book.foundGone('c1')).toEqual([{ fact: 'call-gone', id: 'c1', reason: null }]);
    expect(book.healed).toBe(2);
  });

  test('is not what only changes, is confirmed, or was never told by events', () => {
    book.roster('c1', [update({ audioMuted: true }), add({ participant: 'p2' })], nowMs);
    book.roster('c1', [add({ audioMuted: true })], nowMs, 'recount');
    book.eventsLost();
    book.roster('c1', [add({ audioMuted: false })], nowMs);
    expect(book.healed).toBe(0);
  });
});

test('a bridge that tells of more calls than there can be is not believed beyond a bound', () => {
  const entries = Array.from({ length: 10_050 }, (_, number) => ({ call: `call ${number}`, updateType: 'add' as const, name: '' }));
  expect(book.callEntries(entries)).toHaveLength(10_000);
  expect([book.refused, book.calls().length]).toEqual([50, 10_000]);
});

test('nobody is told again of whom nothing is different', () => {
  book.roster('c1', [add()], nowMs);
  expect(book.roster('c1', [add(), update({ audioMuted: false })], nowMs)).toEqual([]);
});

describe('what call detail records tell', () => {
  const start = { participant: 'p1', leg: { type: 'acano', subType: 'webApp', recording: false, streaming: false }, deactivated: null, reason: null };
  const active = { participant: 'p1', leg: null, deactivated: false, reason: null };
  const ended = { participant: 'p1', leg: null, deactivated: null, reason: 'callMoved' };

  test('is what kind of client somebody has, whether it comes before them or after', () => {
    expect(participantOf(book.roster('c1', [add()], nowMs)).kind).toBe('unknown');
    expect(participantOf(book.legTold(start).facts).kind).toBe('web-app');
    book.legTold({ ...start, participant: 'p2' });
    expect(participantOf(book.roster('c1', [add({ participant: 'p2' })], nowMs)).kind).toBe('web-app');
  });

  test('brings nobody in, and nobody out', () => {
    expect(book.legTold(start).facts).toEqual([]);
    expect(book.legTold(active).facts).toEqual([]);
    book.roster('c1', [add()], nowMs);
    expect(book.legTold(ended).facts.filter(({ fact }) => fact === 'participant-gone')).toEqual([]);
    expect(book.callOf('p1')).toBe('c1');
  });

  test('is forgotten with those of whom it told', () => {
    book.legTold(start);
    book.legTold(ended);
    book.roster('c1', [add(), add({ participant: 'p2' })], nowMs);
    book.legTold({ ...start, participant: 'p2' });
    book.participantGone('p2', null);
    const [one, two] = book.roster('c1', [update({ state: 'onHold' }), add({ participant: 'p2' })], nowMs);
    expect([participantOf(one ? [one] : []).kind, participantOf(two ? [two] : []).kind]).toEqual(['unknown', 'unknown']);
  });

  test('is no sign of life: who is not in the lists is asked for all the same', () => {
    book.listed([listedCall], [listed], book.tick);
    const since = book.tick;
    book.legTold(start);
    book.legTold(active);
    expect(book.missing([listedCall], [], since)).toEqual({ calls: [], participants: ['p1'] });
  });

  test('never says that somebody waits or does not: it has them read', () => {
    book.roster('c1', [add()], nowMs);
    book.participantRead(details);
    book.callLegRead('p1', leg, false, nowMs);
    expect(book.legTold(active)).toEqual({ facts: [], readDue: true });
    expect(book.waitingIn('c1')).toEqual(['p1']);
    expect(participantOf(book.callLegRead('p1', { ...leg, deactivated: false }, false, nowMs)).inLobby).toBe(false);
    expect(book.legTold(active)).toEqual({ facts: [], readDue: false });
    expect(book.legTold({ ...active, deactivated: true }).readDue).toBe(true);
    expect(book.isReadDue('p1')).toBe(true);
    expect(book.waitingIn('c1')).toEqual([]);
  });

  test('does not stand against what the leg itself says', () => {
    book.roster('c1', [add()], nowMs);
    book.legTold({ ...start, leg: { ...start.leg, type: 'sip', subType: 'lync' } });
    book.participantRead(details);
    expect(participantOf(book.callLegRead('p1', leg, false, nowMs)).kind).toBe('web-app');
    expect(book.legTold({ ...start, leg: { ...start.leg, type: 'sip', subType: 'lync' } }).facts).toEqual([]);
  });

  test('gives the reason for which somebody left, where nothing better does', () => {
    book.roster('c1', [add(), add({ participant: 'p2' })], nowMs);
    book.legTold(ended);
    book.legTold({ ...ended, participant: 'p2' });
    expect(book.participantGone('p1', null)).toEqual([{ fact: 'participant-gone', id: 'p1', reason: 'callMoved' }]);
    expect(book.participantGone('p2', 'timeout')).toEqual([{ fact: 'participant-gone', id: 'p2', reason: 'timeout' }]);
  });
});

describe('the leg of a newcomer', () => {
  const told = { participant: 'p1', leg: { type: 'sip', subType: null, recording: false, streaming: false }, deactivated: false, reason: null };
  const arrived = (more: Partial<RosterEntry> = {}) => {
    book.roster('c1', [add(more)], nowMs);
    book.participantRead({ ...details, movedParticipant: more.movedParticipant ?? null });
  };

  test('need not be read where records have told what it is, until somebody wants to know for certain', () => {
    book.legTold(told);
    arrived();
    expect(participantOf(book.sparesLegRead('p1', nowMs) ?? [])).toMatchObject({ kind: 'sip', inLobby: false, joinedAtMs: nowMs, details: null });
    expect(book.participantsToRead()).toEqual([]);
    expect(book.recheck('c1')).toEqual(['p1']);
    expect(book.sparesLegRead('p1', nowMs)).toBeNull();
    expect(book.participantsToRead()).toEqual(['p1']);
  });

  test('is missing until it was read, and not asked for again by whoever wants only what is missing', () => {
    book.legTold(told);
    arrived();
    book.sparesLegRead('p1', nowMs);
    expect(book.unread('c1')).toEqual(['p1']);
    expect(book.participantsToRead()).toEqual(['p1']);
    book.callLegRead('p1', { ...leg, deactivated: false }, true, nowMs);
    expect(book.unread('c1')).toEqual([]);
    expect(book.participantsToRead()).toEqual([]);
  });

  test.each([
    ['nothing was told', null, {}],
    ['they wait', { ...told, deactivated: true }, {}],
    ['it is not told whether they wait', { ...told, deactivated: null }, {}],
    ['it is not told what it is', { ...told, leg: null }, {}],
    ['it links two bridges', { ...told, leg: { ...told.leg, subType: 'distributionLink' } }, {}],
    ['they were moved', told, { movedParticipant: 'p0' }],
    ['they are not connected', told, { state: 'ringing' as const }],
  ])('is read where %s', (_, word, more) => {
    if (word) book.legTold(word);
    arrived(more);
    expect(book.sparesLegRead('p1', nowMs)).toBeNull();
    expect(book.participantsToRead()).toEqual(['p1']);
  });

  test('is read where events do not tell of them', () => {
    book.legTold(told);
    arrived();
    book.eventsLost();
    expect(book.sparesLegRead('p1', nowMs)).toBeNull();
  });
});

describe('the absence of somebody', () => {
  const state = () => (book.roster('c1', [update({ state: 'connected' })], nowMs)[0] ? 'news' : 'known');

  test('is doubted where an event that told of them may have been lost: then a read counts for all', () => {
    book.roster('c1', [add({ state: 'initial' })], nowMs);
    book.participantRead(details);
    book.callLegRead('p1', { ...leg, deactivated: false }, false, nowMs);
    expect(book.participantRead(details)).toEqual([]);
    book.doubtAbsence('p1');
    expect(book.lacksDetails('p1')).toBe(true);
    book.participantRead(details);
    expect(state()).toBe('known');
  });

  test('is not doubted of whoever takes part, nor of whoever is homed elsewhere', () => {
    book.roster('c1', [add(), add({ participant: 'p2', state: 'initial' })], nowMs);
    book.participantRead(details);
    book.callLegRead('p1', { ...leg, deactivated: false }, false, nowMs);
    book.participantRead({ ...details, id: 'p2', callBridge: 'wire-b' });
    for (const id of ['p1', 'p2', 'nobody']) book.doubtAbsence(id);
    expect(['p1', 'p2', 'nobody'].map((id) => book.lacksDetails(id))).toEqual([false, false, false]);
  });
});
