import type { CallDetails, CallLegDetails, ParticipantDetails } from '@/server/bridge-client/bridge-objects';
import { participantKind } from '@/server/feeds/participant-kind';
import type { CallFact, Home, ParticipantFact } from '@/server/inventory/facts';

/**
 * A call after it was read.
 * @param fromEvents the events tell it: what they tell of is newer than the read
 */
export function callAfterRead(fact: CallFact, details: CallDetails, fromEvents: boolean, nowMs: number): CallFact {
  const { activeWhenEmpty, coSpace: space, durationSeconds } = details;
  // The duration is in whole seconds: a start that was worked out once is kept, else it would jitter.
  const startedAtMs = fact.startedAtMs ?? (durationSeconds === null ? null : nowMs - durationSeconds * 1000);
  const read = { ...fact, space, activeWhenEmpty, startedAtMs };
  if (fromEvents) return read;
  const { name, callCorrelator: correlator, callType, locked, recording, streaming } = details;
  return { ...read, name, correlator, callType, locked, recording, streaming };
}

/** A participant after their own document was read. */
export function participantAfterRead(fact: ParticipantFact, details: ParticipantDetails, home: Home, fromEvents: boolean): ParticipantFact {
  const read = { ...fact, home, movedParticipant: fact.movedParticipant ?? details.movedParticipant };
  if (fromEvents) return read;
  const { name, uri, canMove, importance } = details;
  return { ...read, name, uri, canMove, importance, state: details.state ?? fact.state, call: details.call ?? fact.call };
}

/**
 * A participant after their call leg was read.
 * @param isActivator as their own document has it, if that was read together with the leg; else null
 * @param version of the bridge
 */
export function participantAfterLeg(
  fact: ParticipantFact,
  leg: CallLegDetails,
  { isActivator, version, fromEvents, nowMs }: { isActivator: boolean | null; version: string | null; fromEvents: boolean; nowMs: number },
): ParticipantFact {
  const connectedAtMs = fact.state === 'connected' && leg.durationSeconds !== null ? nowMs - leg.durationSeconds * 1000 : null;
  const needsNobody = leg.needsActivation === null ? (fact.details?.activator ?? true) : !leg.needsActivation;
  const read = {
    ...fact,
    kind: participantKind(leg, version),
    inLobby: leg.deactivated ?? false,
    joinedAtMs: fact.joinedAtMs ?? connectedAtMs,
    details: {
      activator: isActivator ?? needsNobody,
      whenLeftAlone: leg.deactivationMode,
      encrypted: leg.encryptedMedia === null ? null : leg.encryptedMedia && !(leg.unencryptedMedia ?? false),
      rights: leg.rights,
    },
  };
  if (fromEvents) return read;
  return { ...read, audioMuted: leg.rxAudioMute ?? false, videoMuted: leg.rxVideoMute ?? false, layout: leg.layout };
}
