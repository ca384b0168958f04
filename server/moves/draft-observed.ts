import type { Participant } from '@/lib/meeting/participant';
import { usualChoices } from '@/lib/move/choices';
import { rfc3339 } from '@/server/bridge-client/clock';
import { placeOf } from '@/server/inventory/scoped-inventory';
import type { Inventory } from '@/server/inventory/inventory';
import { settingsSeen } from '@/server/moves/draft-order';
import type { LastMoment } from '@/server/moves/last-moment';
import type { StoredOrder } from '@/server/moves/order-store';
import { predict } from '@/server/moves/predict';
import { sortableId } from '@/server/sortable-id';

/** What a move by others is told from: at the moment in which its newcomer is seen first. */
export interface Sighting {
  readonly newcomer: Participant;
  /** Whom they were made from. */
  readonly oldId: string;
  readonly moment: LastMoment;
  readonly inventory: Inventory;
  readonly nowMs: number;
}

/** What there was before a move that was only seen: by it is told what came of it. It is not kept over a restart. */
export interface Before {
  readonly old: Participant | null;
  /** Who waited in the target's lobby. */
  readonly waiting: readonly string[];
}

export interface DraftObserved {
  readonly stored: StoredOrder;
  readonly before: Before;
}

/** A move that Usher did not send, as an order of one item that was accepted: the newcomer is there. */
export function draftObserved({ newcomer, oldId, moment, inventory, nowMs }: Sighting): DraftObserved {
  const at = rfc3339(nowMs);
  const old = moment.participant(oldId);
  const fromId = old?.meeting ?? newcomer.movedFrom?.meeting ?? null;
  const from = fromId === null ? null : moment.meeting(fromId);
  const to = inventory.meeting(newcomer.meeting);
  const route = {
    homeBridge: old?.callBridge.id ?? null,
    targetCluster: to?.cluster.id ?? null,
    from: from && placeOf(from),
    to: to && placeOf(to),
    who: old && { uri: old.uri, kind: old.kind, muted: old.muted },
    had: old && settingsSeen(old),
    putBack: null,
    sender: null,
  };
  const waiting = inventory.participantsIn(newcomer.meeting).filter(({ id }) => id !== newcomer.id && moment.participant(id)?.inLobby);
  const order: StoredOrder['order'] = {
    id: sortableId(nowMs),
    state: 'running',
    by: { kind: 'unknown', id: '', name: 'unknown' },
    reason: null,
    ...usualChoices,
    createdAt: at,
    undoOf: null,
    repeatOf: null,
    observed: { predicted: predict(newcomer, old, moment, inventory), held: null, outcomes: [] },
    items: [
      {
        id: '1',
        participant: oldId,
        name: newcomer.name || (old?.name ?? ''),
        newParticipant: newcomer.id,
        from: fromId === null ? null : { meeting: fromId, name: from?.name ?? '' },
        to: { meeting: newcomer.meeting, name: to?.name ?? '' },
        state: 'accepted',
        times: { queued: at, sending: null, accepted: at, left: null, joined: null, mediaSeen: null, ended: null },
        // Usher was not asked: what it would have said stands with `observed`.
        verdict: { allowed: true, reason: null, reasons: [], consequences: [] },
        foundIn: null,
        retryOf: null,
        error: null,
        settings: null,
        returned: null,
        finding: null,
      },
    ],
  };
  return { stored: { order, routes: new Map([['1', route]]) }, before: { old, waiting: waiting.map(({ id }) => id) } };
}
