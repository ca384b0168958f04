import type { Item } from '@/lib/move/item';

/** For tests: Ana, who is to go from m1 to m2, queued as the year 2026 begins. */
export function exampleItem(over: Partial<Item> = {}): Item {
  return {
    id: '1',
    participant: 'old',
    name: 'Ana',
    newParticipant: null,
    from: { meeting: 'm1', name: 'Space 1' },
    to: { meeting: 'm2', name: 'Space 2' },
    state: 'queued',
    times: { queued: '2026-01-01T00:00:00.000Z', sending: null, accepted: null, left: null, joined: null, mediaSeen: null, ended: null },
    verdict: { allowed: true, reason: null, reasons: [], consequences: [] },
    foundIn: null,
    error: null,
    retryOf: null,
    settings: null,
    returned: null,
    finding: null,
    ...over,
  };
}
