import type { CallFields, RosterEntry } from '@/server/bridge-client/events/event-messages';
import type { CallFact, ParticipantFact } from '@/server/inventory/facts';

type Mutable<F> = { -readonly [Key in keyof F]: F[Key] };

/** A call after an event: fields that the event does not have are as before. */
export function callAfterEvent(before: CallFact, fields: CallFields): CallFact {
  const fact: Mutable<CallFact> = { ...before };
  fact.name = told(fields.name, before.name) ?? '';
  fact.correlator = told(fields.callCorrelator, before.correlator);
  fact.callType = told(fields.callType, before.callType);
  if (fields.lockState !== undefined) fact.locked = fields.lockState === 'locked';
  if (fields.recording !== undefined) fact.recording = fields.recording === 'active';
  if (fields.streaming !== undefined) fact.streaming = fields.streaming === 'active';
  return fact;
}

/**
 * A participant after a roster's word.
 * @param joinedAtMs when they joined, if this word is what says that they have and it was not known before
 */
export function participantAfterEvent(before: ParticipantFact, call: string, entry: RosterEntry, joinedAtMs: number | null): ParticipantFact {
  const fact: Mutable<ParticipantFact> = { ...before };
  fact.call = call;
  fact.state = entry.state ?? before.state;
  fact.name = told(entry.name, before.name) ?? '';
  fact.uri = told(entry.uri, before.uri) || null;
  fact.audioMuted = told(entry.audioMuted, before.audioMuted) ?? false;
  fact.videoMuted = told(entry.videoMuted, before.videoMuted) ?? false;
  fact.importance = told(entry.importance, before.importance);
  fact.layout = told(entry.layout, before.layout);
  fact.speaking = told(entry.activeSpeaker, before.speaking) ?? false;
  fact.presenting = told(entry.presenter, before.presenting) ?? false;
  fact.canMove = told(entry.canMove, before.canMove);
  fact.movedParticipant = told(entry.movedParticipant, before.movedParticipant) || null;
  fact.joinedAtMs = before.joinedAtMs ?? joinedAtMs;
  return fact;
}

/** A field of an event: absent means as before, null that there is no value. */
function told<T>(said: T | null | undefined, before: T | null): T | null {
  return said === undefined ? before : said;
}
