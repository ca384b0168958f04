import { beforeEach, describe, expect, test } from 'vitest';
import type { RosterEntry } from '@/server/bridge-client/events/event-messages';
import type { DueReads } from './due-reads';
import { add, details, emptyBook, leg, nowMs, participantOf, update } from './example-answers';
import type { FactBook } from './fact-book';
import type { FactIntake } from './fact-intake';

let book: FactBook;
let intake: FactIntake;
let due: DueReads;
beforeEach(() => {
  ({ book, intake, due } = emptyBook());
});

describe('the leg of a newcomer', () => {
  const told = { participant: 'p1', leg: { type: 'sip', subType: null, recording: false, streaming: false }, deactivated: false, reason: null };
  const arrived = (more: Partial<RosterEntry> = {}) => {
    intake.roster('c1', [add(more)], nowMs);
    intake.participantRead({ ...details, movedParticipant: more.movedParticipant ?? null });
  };

  test('need not be read where records have told what it is, until somebody wants to know for certain', () => {
    intake.legTold(told);
    arrived();
    expect(participantOf(intake.sparesLegRead('p1', nowMs) ?? [])).toMatchObject({ kind: 'sip', inLobby: false, joinedAtMs: nowMs, details: null });
    expect(due.participants()).toEqual([]);
    expect(due.recheck('c1')).toEqual(['p1']);
    expect(intake.sparesLegRead('p1', nowMs)).toBeNull();
    expect(due.participants()).toEqual(['p1']);
  });

  test('is missing until it was read, and not asked for again by whoever wants only what is missing', () => {
    intake.legTold(told);
    arrived();
    intake.sparesLegRead('p1', nowMs);
    expect(due.unread('c1')).toEqual(['p1']);
    expect(due.participants()).toEqual(['p1']);
    intake.callLegRead('p1', { ...leg, deactivated: false }, true, nowMs);
    expect(due.unread('c1')).toEqual([]);
    expect(due.participants()).toEqual([]);
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
    if (word) intake.legTold(word);
    arrived(more);
    expect(intake.sparesLegRead('p1', nowMs)).toBeNull();
    expect(due.participants()).toEqual(['p1']);
  });

  test('is read where events do not tell of them', () => {
    intake.legTold(told);
    arrived();
    book.eventsLost();
    expect(intake.sparesLegRead('p1', nowMs)).toBeNull();
  });
});

describe('the absence of somebody', () => {
  const state = () => (intake.roster('c1', [update({ state: 'connected' })], nowMs)[0] ? 'news' : 'known');

  test('is doubted where an event that told of them may have been lost: then a read counts for all', () => {
    intake.roster('c1', [add({ state: 'initial' })], nowMs);
    intake.participantRead(details);
    intake.callLegRead('p1', { ...leg, deactivated: false }, false, nowMs);
    expect(intake.participantRead(details)).toEqual([]);
    due.doubtAbsence('p1');
    expect(due.lacksDetails('p1')).toBe(true);
    intake.participantRead(details);
    expect(state()).toBe('known');
  });

  test('is not doubted of whoever takes part, nor of whoever is homed elsewhere', () => {
    intake.roster('c1', [add(), add({ participant: 'p2', state: 'initial' })], nowMs);
    intake.participantRead(details);
    intake.callLegRead('p1', { ...leg, deactivated: false }, false, nowMs);
    intake.participantRead({ ...details, id: 'p2', callBridge: 'wire-b' });
    for (const id of ['p1', 'p2', 'nobody']) due.doubtAbsence(id);
    expect(['p1', 'p2', 'nobody'].map((id) => due.lacksDetails(id))).toEqual([false, false, false]);
  });
});
