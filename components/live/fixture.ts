import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { Change, SequencedChange } from '@/lib/meeting/change';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import type { Item } from '@/lib/move/item';
import type { Order } from '@/lib/move/order';

/** What the unit tests of this folder's neighbours are made of: ordinary things, of which a test says what is special. */
export function aMeeting(id: string, more: Partial<Meeting> = {}): Meeting {
  return {
    id,
    name: `Space ${id}`,
    cluster: { id: 'cluster', name: 'webapp.com' },
    space: null,
    startedAt: null,
    calls: [{ id: `call-${id}`, callBridge: 'bridge' }],
    participantCount: 0,
    lobbyCount: 0,
    locked: false,
    lockMode: null,
    recording: false,
    streaming: false,
    limit: null,
    dualHomed: false,
    stale: null,
    ...more,
  };
}

export function aParticipant(id: string, meeting: string, more: Partial<Participant> = {}): Participant {
  return {
    id,
    name: id,
    uri: null,
    meeting,
    callBridge: { id: 'bridge', name: 'cbcms1', version: '3.9' },
    kind: 'web-app',
    state: 'connected',
    inLobby: false,
    canMove: true,
    muted: { audio: false, video: false },
    layout: null,
    importance: null,
    presenting: false,
    speaking: false,
    movedFrom: null,
    joinedAt: null,
    ...more,
  };
}

export function aCallBridge(id: string, more: Partial<CallBridge> = {}): CallBridge {
  return {
    id,
    name: id,
    address: `https://${id}.example`,
    cluster: { id: 'cluster', name: 'webapp.com', mode: 'operate' },
    origin: 'configured',
    version: '3.9',
    state: 'connected',
    since: '2026-01-01T00:00:00.000Z',
    problem: null,
    feeds: { events: 'active', cdr: 'off', syslog: 'off' },
    load: null,
    requestsInFlight: 0,
    stalenessMs: 0,
    certificateExpiresAt: null,
    alarms: [],
    ...more,
  };
}

export function anItem(participant: string, more: Partial<Item> = {}): Item {
  return {
    id: '1',
    participant,
    name: participant,
    newParticipant: null,
    from: { meeting: 'a', name: 'Space a' },
    to: { meeting: 'b', name: 'Space b' },
    state: 'queued',
    times: { queued: '2026-01-01T00:00:00.000Z', sending: null, accepted: null, left: null, joined: null, mediaSeen: null, ended: null },
    verdict: { allowed: true, reason: null, reasons: [], consequences: [] },
    foundIn: null,
    error: null,
    ...more,
  };
}

export function anOrder(id: string, items: Item[], more: Partial<Order> = {}): Order {
  return {
    id,
    state: 'running',
    by: { kind: 'person', id: 'p', name: 'Olga' },
    reason: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    items,
    ...more,
  };
}

/** A change as it comes over the stream, with the number `seq` of the epoch `e`. */
export function numbered(seq: number, change: Change): SequencedChange {
  return { ...change, id: `e-${seq}` };
}
