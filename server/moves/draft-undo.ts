import type { Kysely } from 'kysely';
import type { Participant } from '@/lib/meeting/participant';
import type { Item } from '@/lib/move/item';
import { hadEffect } from '@/lib/move/had-effect';
import type { Order } from '@/lib/move/order';
import { isTooOldToAdmit } from '@/lib/move/refusals';
import type { Database } from '@/server/db/schema';
import type { Inventory } from '@/server/inventory/inventory';
import { draftJourneys, type Traveller } from '@/server/moves/draft-journeys';
import type { DraftTerms } from '@/server/moves/draft-order';
import { idAfter, moversOf, nowOf } from '@/server/moves/lineage';
import { unknownRoute, type Route, type StoredOrder } from '@/server/moves/order-store';
import type { Known } from '@/server/moves/situation';
import { again, liveTarget } from '@/server/moves/target';

/** An order with those of its items that are to be undone. */
export interface Undone {
  readonly order: Pick<Order, 'id' | 'lobby'>;
  readonly routes: ReadonlyMap<string, Route>;
  readonly items: readonly Item[];
}

/**
 * An order that brings everybody of an earlier one from where they are now, by whatever moves, back to where that one took them from.
 * Whoever was moved on by somebody else since stays there. They get the settings that they had, and nobody is unmuted.
 */
export async function draftUndo(known: Known & { readonly db: Kysely<Database> }, { order, routes, items }: Undone, terms: DraftTerms): Promise<StoredOrder> {
  const people = await nowOf(known, items.map(idAfter));
  const movers = await moversOf(known.db, [...new Set(people.values())]);
  const placeBack = placesBack(known.inventory);
  const travellers = items.map((item) => {
    const person = people.get(idAfter(item)) ?? null;
    const route = routes.get(item.id) ?? unknownRoute;
    return wayBack({ item, route, to: placeBack(item, route), person, mover: (person && movers.get(person.id)) ?? null }, terms.by);
  });
  const lobby = order.lobby === 'open' ? 'open' : lobbyBack(known.inventory, travellers);
  return draftJourneys(known, travellers, { reason: null, settings: 'keep', lobby, undoOf: order.id, repeatOf: null }, terms);
}

/** Whoever had to wait in the lobby of the target was past the one that they go back through; where bridges are too old to let them in alone, they wait. */
function lobbyBack(inventory: Inventory, travellers: readonly Traveller[]): 'admit' | 'wait' {
  // The call of a space that nobody is in is made where they are homed.
  const hosts = travellers.flatMap(({ to, person }) => liveTarget(inventory, to)?.calls.map(({ callBridge }) => callBridge) ?? person?.callBridge.id ?? []);
  return hosts.some((host) => isTooOldToAdmit(inventory.picture.callBridges.get(host))) ? 'wait' : 'admit';
}

interface Moved {
  readonly item: Item;
  readonly route: Route;
  /** Where they were before. */
  readonly to: Item['to'];
  readonly person: Participant | null;
  /** By whom they were moved to where they are; null if that is not on record. */
  readonly mover: Order['by'] | null;
}

function wayBack({ item, route, to, person, mover }: Moved, by: Pick<Order['by'], 'kind' | 'id'>): Traveller {
  const left = hadEffect(item) ? item.to.meeting : item.from?.meeting;
  const isBack = person?.meeting === to.meeting;
  const isOwn = mover?.kind === by.kind && mover.id === by.id && hadEffect(item);
  const isMovedOn = person !== null && person.meeting !== left && !isBack && !isOwn;
  return {
    person,
    participant: person?.id ?? idAfter(item),
    name: item.name,
    to,
    places: { from: route.to, to: route.from },
    onlyIfIn: isMovedOn ? (left ?? '') : null,
    putBack: route.had,
    movedBy: isMovedOn ? mover : null,
    error: null,
  };
}

/** Where each was before, as it is now; looked up once for all who were in the same meeting. */
function placesBack(inventory: Inventory): (item: Item, route: Route) => Item['to'] {
  const known = new Map<string, Item['to']>();
  return ({ from }, route) => {
    if (!from) return { meeting: '', name: 'the meeting before' };
    const place = known.get(from.meeting) ?? again(inventory, from, route.from);
    known.set(from.meeting, place);
    return place;
  };
}
