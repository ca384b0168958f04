import type { CallFact, ParticipantFact } from '@/server/inventory/facts';

/** A call of which only the id is known. */
export function unknownCall(id: string): CallFact {
  return {
    id,
    name: '',
    correlator: null,
    space: null,
    callType: null,
    locked: false,
    recording: false,
    streaming: false,
    startedAtMs: null,
    activeWhenEmpty: null,
    rules: null,
  };
}

/** Somebody of whom only id and call are known. */
export function unknownParticipant(id: string, call: string): ParticipantFact {
  return {
    id,
    call,
    home: { at: 'unsaid' },
    name: '',
    uri: null,
    kind: 'unknown',
    state: 'initial',
    inLobby: false,
    canMove: null,
    audioMuted: false,
    videoMuted: false,
    layout: null,
    importance: null,
    presenting: false,
    speaking: false,
    movedParticipant: null,
    joinedAtMs: null,
    details: null,
  };
}
