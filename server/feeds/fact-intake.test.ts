import { beforeEach, describe, expect, test } from 'vitest';
import type { CallDetails } from '@/server/bridge-client/bridge-objects';
import type { RosterEntry } from '@/server/bridge-client/events/event-messages';
import type { DueReads } from './due-reads';
import { add, details, emptyBook, leg, listed, listedCall, nowMs, participantOf, update } from './example-answers';
import type { FactBook } from './fact-book';
import type { FactIntake } from './fact-intake';

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

let book: FactBook;
let intake: FactIntake;
let due: DueReads;
beforeEach(() => {
  ({ book, intake, due } = emptyBook());
});

describe('one participant, put together from several sources', () => {
  test('has what the roster says, with what only single reads tell', () => {
    intake.roster('c1', [add()], nowMs);
    intake.participantRead(details);
    const fact = participantOf(intake.callLegRead('p1', leg, false, nowMs));
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
    intake.roster('c1', [add({ state: 'initial' })], nowMs);
    intake.roster('c1', [update({ state: 'connected', name: 'Ana B.' })], nowMs);
    expect(participantOf(intake.participantRead({ ...details, state: 'initial', name: 'Ana' }))).toMatchObject({
      state: 'connected',
      name: 'Ana B.',
    });
  });

  test('has everything from reads where there are no events', () => {
    intake.listed([listedCall], [listed], book.tick);
    intake.participantRead(details);
    expect(participantOf(intake.callLegRead('p1', leg, false, nowMs))).toMatchObject({
      state: 'connected',
      uri: 'ana@example.org',
      audioMuted: true,
      layout: 'speakerOnly',
      importance: 2,
    });
  });

  test('is read again once the events have fallen silent', () => {
    intake.roster('c1', [add()], nowMs);
    intake.participantRead(details);
    intake.callLegRead('p1', { ...leg, deactivated: false }, false, nowMs);
    expect(due.participants()).toEqual([]);
    book.eventsLost();
    expect(due.participants()).toEqual(['p1']);
    expect(participantOf(intake.participantRead({ ...details, name: 'Ana C.' })).name).toBe('Ana C.');
  });

  test('in the lobby is read again, since no event tells when they are let in', () => {
    intake.roster('c1', [add()], nowMs);
    intake.participantRead(details);
    intake.callLegRead('p1', leg, false, nowMs);
    expect(due.participants()).toEqual(['p1']);
  });

  test('who is homed elsewhere is told with the name of that bridge, and not read here', () => {
    const fact = participantOf(intake.listed([listedCall], [{ ...listed, callBridge: 'wire-b' }], book.tick));
    expect(fact.home).toEqual({ at: 'elsewhere', wireId: 'wire-b', name: 'cbcms2' });
    expect(due.participants()).toEqual([]);
  });

  test('keeps what an update leaves out, and loses what it unsets', () => {
    intake.roster('c1', [add({ layout: 'speakerOnly', importance: 3, audioMuted: true })], nowMs);
    expect(participantOf(intake.roster('c1', [update({ importance: null })], nowMs))).toMatchObject({
      layout: 'speakerOnly',
      importance: null,
      audioMuted: true,
    });
  });

  test('joined when the state became connected before our eyes', () => {
    intake.roster('c1', [add({ state: 'ringing' })], nowMs);
    expect(participantOf(intake.roster('c1', [update({ state: 'connected' })], nowMs + 500)).joinedAtMs).toBe(nowMs + 500);
  });

  test('of whom an update came without the beginning is completed by reads', () => {
    intake.roster('c1', [update({ speaking: true } as Partial<RosterEntry>)], nowMs);
    expect(participantOf(intake.participantRead(details)).name).toBe('Ana');
  });
});

describe('a call', () => {
  test('keeps the start that was worked out first, so that it does not jitter', () => {
    intake.callRead(callDetails, nowMs);
    const [fact] = intake.callRead({ ...callDetails, locked: !callDetails.locked, durationSeconds: 60 }, nowMs + 900);
    expect(fact?.fact === 'call' && fact.call.startedAtMs).toBe(nowMs - 60_000);
  });

  test('that the events tell is not set back by a read', () => {
    intake.callEntries([{ call: 'c1', updateType: 'add', name: 'Space 1', callCorrelator: 'm1', lockState: 'notLocked' }]);
    const [fact] = intake.callRead(callDetails, nowMs);
    expect(fact?.fact === 'call' && fact.call).toMatchObject({ locked: false, space: 'space', startedAtMs: nowMs - 60_000 });
  });
});

describe('lists that overlap with events', () => {
  test('do not bring back who left while they were read', () => {
    intake.listed([listedCall], [listed], book.tick);
    const since = book.tick;
    intake.roster('c1', [{ participant: 'p1', updateType: 'remove', reason: 'callMoved' }], nowMs);
    expect(intake.listed([listedCall], [listed], since).some(({ fact }) => fact === 'participant')).toBe(false);
    expect(intake.listed([listedCall], [listed], book.tick).some(({ fact }) => fact === 'participant')).toBe(true);
  });

  test('do not miss who came while they were read', () => {
    const since = book.tick;
    intake.callEntries([{ call: 'c1', updateType: 'add', callCorrelator: 'm1' }]);
    intake.roster('c1', [add()], nowMs);
    expect(book.missing([], [], since)).toEqual({ calls: [], participants: [] });
    expect(book.missing([], [], book.tick)).toEqual({ calls: ['c1'], participants: ['p1'] });
  });
});

describe('what the events had told wrongly', () => {
  beforeEach(() => {
    intake.callEntries([{ call: 'c1', updateType: 'add', name: 'Space 1', lockState: 'notLocked' }]);
    intake.roster('c1', [add()], nowMs);
  });

  test('is put right and counted when all is told anew', () => {
    expect(participantOf(intake.roster('c1', [add({ audioMuted: true })], nowMs, 'recount')).audioMuted).toBe(true);
    intake.callFields('c1', { lockState: 'locked' }, false, 'recount');
    intake.roster('c1', [add({ participant: 'p2' })], nowMs, 'recount');
    expect(intake.healed).toBe(3);
  });

  test('is counted where somebody is found gone', () => {
    expect(intake.foundGone('p1')).toEqual([{ fact: 'participant-gone', id: 'p1', reason: null }]);
    expect(intake.foundGone('c1')).toEqual([{ fact: 'call-gone', id: 'c1', reason: null }]);
    expect(intake.healed).toBe(2);
  });

  test('is not what only changes, is confirmed, or was never told by events', () => {
    intake.roster('c1', [update({ audioMuted: true }), add({ participant: 'p2' })], nowMs);
    intake.roster('c1', [add({ audioMuted: true })], nowMs, 'recount');
    book.eventsLost();
    intake.roster('c1', [add({ audioMuted: false })], nowMs);
    expect(intake.healed).toBe(0);
  });
});

test('nobody is told again of whom nothing is different', () => {
  intake.roster('c1', [add()], nowMs);
  expect(intake.roster('c1', [add(), update({ audioMuted: false })], nowMs)).toEqual([]);
});

describe('what call detail records tell', () => {
  const start = { participant: 'p1', leg: { type: 'acano', subType: 'webApp', recording: false, streaming: false }, deactivated: null, reason: null };
  const active = { participant: 'p1', leg: null, deactivated: false, reason: null };
  const ended = { participant: 'p1', leg: null, deactivated: null, reason: 'callMoved' };

  test('is what kind of client somebody has, whether it comes before them or after', () => {
    expect(participantOf(intake.roster('c1', [add()], nowMs)).kind).toBe('unknown');
    expect(participantOf(intake.legTold(start).facts).kind).toBe('web-app');
    intake.legTold({ ...start, participant: 'p2' });
    expect(participantOf(intake.roster('c1', [add({ participant: 'p2' })], nowMs)).kind).toBe('web-app');
  });

  test('brings nobody in, and nobody out', () => {
    expect(intake.legTold(start).facts).toEqual([]);
    expect(intake.legTold(active).facts).toEqual([]);
    intake.roster('c1', [add()], nowMs);
    expect(intake.legTold(ended).facts.filter(({ fact }) => fact === 'participant-gone')).toEqual([]);
    expect(book.callOf('p1')).toBe('c1');
  });

  test('is forgotten with those of whom it told', () => {
    intake.legTold(start);
    intake.legTold(ended);
    intake.roster('c1', [add(), add({ participant: 'p2' })], nowMs);
    intake.legTold({ ...start, participant: 'p2' });
    book.participantGone('p2', null);
    const [one, two] = intake.roster('c1', [update({ state: 'onHold' }), add({ participant: 'p2' })], nowMs);
    expect([participantOf(one ? [one] : []).kind, participantOf(two ? [two] : []).kind]).toEqual(['unknown', 'unknown']);
  });

  test('is no sign of life: who is not in the lists is asked for all the same', () => {
    intake.listed([listedCall], [listed], book.tick);
    const since = book.tick;
    intake.legTold(start);
    intake.legTold(active);
    expect(book.missing([listedCall], [], since)).toEqual({ calls: [], participants: ['p1'] });
  });

  test('never says that somebody waits or does not: it has them read', () => {
    intake.roster('c1', [add()], nowMs);
    intake.participantRead(details);
    intake.callLegRead('p1', leg, false, nowMs);
    expect(intake.legTold(active)).toEqual({ facts: [], readDue: true });
    expect(book.waitingIn('c1')).toEqual(['p1']);
    expect(participantOf(intake.callLegRead('p1', { ...leg, deactivated: false }, false, nowMs)).inLobby).toBe(false);
    expect(intake.legTold(active)).toEqual({ facts: [], readDue: false });
    expect(intake.legTold({ ...active, deactivated: true }).readDue).toBe(true);
    expect(due.isDue('p1')).toBe(true);
    expect(book.waitingIn('c1')).toEqual([]);
  });

  test('does not stand against what the leg itself says', () => {
    intake.roster('c1', [add()], nowMs);
    intake.legTold({ ...start, leg: { ...start.leg, type: 'sip', subType: 'lync' } });
    intake.participantRead(details);
    expect(participantOf(intake.callLegRead('p1', leg, false, nowMs)).kind).toBe('web-app');
    expect(intake.legTold({ ...start, leg: { ...start.leg, type: 'sip', subType: 'lync' } }).facts).toEqual([]);
  });

  test('gives the reason for which somebody left, where nothing better does', () => {
    intake.roster('c1', [add(), add({ participant: 'p2' })], nowMs);
    intake.legTold(ended);
    intake.legTold({ ...ended, participant: 'p2' });
    expect(book.participantGone('p1', null)).toEqual([{ fact: 'participant-gone', id: 'p1', reason: 'callMoved' }]);
    expect(book.participantGone('p2', 'timeout')).toEqual([{ fact: 'participant-gone', id: 'p2', reason: 'timeout' }]);
  });
});
