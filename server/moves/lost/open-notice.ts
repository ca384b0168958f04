import type { Sender } from '@/lib/access/access';
import type { Place } from '@/lib/access/scope';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Item } from '@/lib/move/item';
import { noticeIdOf, type Notice, type Recognition, type Side } from '@/lib/move/notice';
import type { Order } from '@/lib/move/order';
import { foldedName, type LostPerson } from '@/lib/move/recognition';
import type { Inventory } from '@/server/inventory/inventory';
import type { Routes } from '@/server/moves/order-seen';
import type { Route } from '@/server/moves/order-store';
import { meetingIn } from '@/server/moves/target';

/** A notice that is open, with what is needed to find whom it is about. Only `LostPeople` changes it. */
export interface OpenNotice {
  notice: Notice;
  lost: LostPerson;
  readonly route: Route;
  readonly by: Sender;
  readonly isObserved: boolean;
  /** Participants of whom it cannot be told whether they are the lost one; they are never taken for them later. */
  readonly doubtful: Set<string>;
  /** Set once they are known to be back, and that is on its way to the record. */
  recognisedBy: Recognition | null;
  cancel: () => void;
}

/** The notice of an item that ended `dropped`. */
export function openNotice(order: Order, item: Item, route: Route): OpenNotice {
  const { participant, name, from, to, times } = item;
  const [uri, kind] = [route.who?.uri ?? null, route.who?.kind ?? 'unknown'];
  return {
    notice: {
      id: noticeIdOf(order.id, item.id),
      kind: 'lost',
      order: order.id,
      item: item.id,
      person: { participant, name, uri, kind },
      from,
      to: { meeting: to.meeting, name: to.name },
      at: times.ended ?? times.queued,
      state: 'open',
      recognisedBy: null,
      redial: null,
    },
    lost: lostPersonOf(item, route),
    route,
    by: order.by,
    isObserved: order.observed !== undefined,
    doubtful: new Set(),
    recognisedBy: null,
    cancel: () => undefined,
  };
}

/** Whom an item lost, as far as they can be known again. */
export function lostPersonOf({ participant, newParticipant, name, times }: Item, { who }: Route): LostPerson {
  const leftAtMs = Date.parse(times.left ?? times.accepted ?? times.queued);
  return { participant, newParticipant, name, uri: who?.uri ?? null, kind: who?.kind ?? 'unknown', called: null, leftAtMs };
}

/** By what a change of somebody leads to a notice that may be about them. */
export function keysOf({ participant, newParticipant, called, name }: LostPerson): string[] {
  return [participant, newParticipant, called, nameKey(name)].filter((key) => key !== null);
}

/** No participant's id begins like this. */
export function nameKey(name: string): string {
  return `name ${foldedName(name)}`;
}

export function routesOf({ notice, route }: OpenNotice): Routes {
  return new Map([[notice.item, route]]);
}

/** Where a side of the move is; null if that was not known. */
export function placeOnSide({ route }: OpenNotice, side: Side): Place | null {
  return side === 'target' ? route.to : route.from;
}

/** The live meeting on a side of the move: the same, or the next one in its space; null if there is none. */
export function meetingOnSide(open: OpenNotice, side: Side, inventory: Inventory): Meeting | null {
  const { from, to } = open.notice;
  const same = inventory.meeting((side === 'target' ? to.meeting : from?.meeting) ?? '');
  const place = placeOnSide(open, side);
  return same ?? (place && place.space !== null ? meetingIn(inventory, { cluster: place.cluster, space: place.space }) : null);
}
