import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { Change, SequencedChange } from '@/lib/meeting/change';
import { exampleBridge, exampleMeeting, exampleParticipant } from '@/lib/meeting/examples';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import type { Item } from '@/lib/move/item';
import type { Notice } from '@/lib/move/notice';
import type { Order } from '@/lib/move/order';

/** What the unit tests of this folder's neighbours are made of: ordinary things, of which a test says what is special. */
export function aMeeting(id: string, more: Partial<Meeting> = {}): Meeting {
  const calls = [{ id: `call-${id}`, callBridge: 'bridge' }];
  return exampleMeeting({ id, name: `Space ${id}`, cluster: { id: 'cluster', name: 'webapp.com' }, calls, space: null, participantCount: 0, ...more });
}

export function aParticipant(id: string, meeting: string, more: Partial<Participant> = {}): Participant {
  const callBridge = { id: 'bridge', name: 'cbcms1', version: '3.9' };
  return exampleParticipant({ id, name: id, uri: null, layout: null, meeting, callBridge, ...more });
}

export function aCallBridge(id: string, more: Partial<CallBridge> = {}): CallBridge {
  const cluster = { id: 'cluster', name: 'webapp.com', mode: 'operate' } as const;
  return exampleBridge({ id, name: id, cluster, load: null, ...more });
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
    retryOf: null,
    error: null,
    settings: null,
    returned: null,
    finding: null,
    ...more,
  };
}

export function aNotice(participant: string, more: Partial<Notice> = {}): Notice {
  return {
    id: `${participant}.1`,
    kind: 'lost',
    order: participant,
    item: '1',
    person: { participant, name: participant, uri: null, kind: 'web-app' },
    from: { meeting: 'a', name: 'Space a' },
    to: { meeting: 'b', name: 'Space b' },
    at: '2026-01-01T00:00:00.000Z',
    state: 'open',
    recognisedBy: null,
    redial: null,
    ...more,
  };
}

export function anOrder(id: string, items: Item[], more: Partial<Order> = {}): Order {
  return {
    id,
    state: 'running',
    by: { kind: 'person', id: 'p', name: 'Olga' },
    reason: null,
    settings: 'target',
    lobby: 'open',
    createdAt: '2026-01-01T00:00:00.000Z',
    undoOf: null,
    repeatOf: null,
    items,
    ...more,
  };
}

/** A change as it comes over the stream, with the number `seq` of the epoch `e`. */
export function numbered(seq: number, change: Change): SequencedChange {
  return { ...change, id: `e-${seq}` };
}
