import type { CallBridge } from '@/lib/meeting/call-bridge';
import { exampleBridge } from '@/lib/meeting/examples';
import type { CallFact, ParticipantFact } from '@/server/inventory/facts';

/** A connected bridge of the cluster `c1`, for tests: `id` is its name too. */
export function bridgeNamed(id: string, more: Partial<CallBridge> = {}): CallBridge {
  return exampleBridge({ id, name: id, cluster: { id: 'c1', name: 'Cluster 1', mode: 'operate' }, ...more });
}

/** A call of the meeting `correlator`, for tests. */
export function callOf(id: string, correlator: string, more: Partial<CallFact> = {}): CallFact {
  return {
    id,
    name: `Meeting ${correlator}`,
    correlator,
    space: 'space-1',
    callType: 'coSpace',
    locked: false,
    recording: false,
    streaming: false,
    startedAtMs: null,
    activeWhenEmpty: null,
    rules: null,
    ...more,
  };
}

/** A connected web app guest who is homed where it is told, for tests. */
export function personIn(call: string, id: string, more: Partial<ParticipantFact> = {}): ParticipantFact {
  return {
    id,
    call,
    home: { at: 'here' },
    name: `Person ${id}`,
    uri: null,
    kind: 'web-app',
    state: 'connected',
    inLobby: false,
    canMove: true,
    audioMuted: false,
    videoMuted: false,
    layout: 'automatic',
    importance: null,
    presenting: false,
    speaking: false,
    movedParticipant: null,
    joinedAtMs: null,
    details: null,
    ...more,
  };
}
