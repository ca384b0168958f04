import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';

/** Whole objects for tests, which say only what matters to them. One bridge, one cluster, one guest in one of two meetings. */
export const exampleCluster = { id: 'c1', name: 'webapp.com', mode: 'operate' } as const;

export function exampleBridge(over: Partial<CallBridge> = {}): CallBridge {
  return {
    id: 'b1',
    name: 'cbcms1',
    address: 'https://127.0.0.1:4551',
    cluster: exampleCluster,
    origin: 'emulator',
    version: '3.9',
    state: 'connected',
    since: '2026-01-15T10:00:00.000Z',
    problem: null,
    feeds: { events: 'active', cdr: 'off', syslog: 'off' },
    callRecords: null,
    clockDifferenceMs: null,
    load: 0,
    requestsInFlight: 0,
    stalenessMs: 0,
    syslogAgeMs: null,
    certificateExpiresAt: null,
    alarms: [],
    upSince: null,
    healed: { count: 0, lastAt: null },
    refused: { count: 0, lastAt: null, last: null },
    ...over,
  };
}

export function exampleMeeting(over: Partial<Meeting> = {}): Meeting {
  return {
    id: 'm2',
    name: 'Space 2',
    cluster: { id: exampleCluster.id, name: exampleCluster.name },
    space: 's2',
    startedAt: null,
    calls: [{ id: 'call2', callBridge: 'b1' }],
    participantCount: 1,
    lobbyCount: 0,
    kinds: { 'web-app': 1 },
    locked: false,
    lockMode: null,
    recording: false,
    streaming: false,
    limit: null,
    callType: 'coSpace',
    dualHomed: false,
    stale: null,
    ...over,
  };
}

export function exampleParticipant(over: Partial<Participant> = {}): Participant {
  return {
    id: 'p1',
    name: 'Ana',
    uri: 'guest301557120',
    meeting: 'm1',
    callBridge: { id: 'b1', name: 'cbcms1', version: '3.9' },
    kind: 'web-app',
    state: 'connected',
    inLobby: false,
    canMove: true,
    muted: { audio: false, video: false },
    layout: 'automatic',
    importance: null,
    presenting: false,
    speaking: false,
    movedFrom: null,
    joinedAt: null,
    ...over,
  };
}
