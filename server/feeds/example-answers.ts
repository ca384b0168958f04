import type { CallLegDetails, ParticipantDetails } from '@/server/bridge-client/bridge-objects';
import type { RosterEntry } from '@/server/bridge-client/events/event-messages';
import { DueReads } from '@/server/feeds/due-reads';
import { FactBook } from '@/server/feeds/fact-book';
import { FactIntake } from '@/server/feeds/fact-intake';
import type { Fact, ParticipantFact } from '@/server/inventory/facts';

/** For tests: when all of it is said, in milliseconds since 1970. */
export const nowMs = Date.UTC(2026, 0, 15, 10, 0, 0);
/** A call as the list has it. */
export const listedCall = { id: 'c1', name: 'Space 1', coSpace: 'space', callCorrelator: 'm1' };
/** Ana, in that call, as the list has her. */
export const listed = { id: 'p1', name: 'Ana', call: 'c1', callBridge: null };
/** Ana, as her own document has her. */
export const details: ParticipantDetails = {
  ...listed,
  uri: 'ana@example.org',
  canMove: true,
  movedParticipant: null,
  importance: 2,
  label: null,
  isActivator: false,
  state: 'connected',
};
/** The leg of hers, of a web app; she waits in the lobby. */
export const leg: CallLegDetails = {
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
/** That she came, as the roster tells it. */
export const add = (more: Partial<RosterEntry> = {}): RosterEntry => ({
  participant: 'p1',
  updateType: 'add',
  name: 'Ana',
  state: 'connected',
  canMove: true,
  ...more,
});
/** That something of her changed. */
export const update = (more: Partial<RosterEntry>): RosterEntry => ({ participant: 'p1', updateType: 'update', ...more });

/** The participant that was told last. */
export function participantOf(facts: readonly Fact[]): ParticipantFact {
  const fact = facts.at(-1);
  if (fact?.fact !== 'participant') throw new Error('no participant was told');
  return fact.participant;
}

/** A book of a bridge of 3.9 that has one peer, with what writes into it and what tells of reads that are due. */
export function emptyBook(): { book: FactBook; intake: FactIntake; due: DueReads } {
  const book = new FactBook();
  const intake = new FactIntake(book);
  intake.setBridge('3.9', [{ id: 'wire-b', name: 'cbcms2', address: null, sipDomain: null }]);
  return { book, intake, due: new DueReads(book) };
}
