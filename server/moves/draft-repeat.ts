import type { Kysely } from 'kysely';
import type { Participant } from '@/lib/meeting/participant';
import type { Item } from '@/lib/move/item';
import { recognisedEach } from '@/lib/move/look-alike';
import type { Order } from '@/lib/move/order';
import { standingItems } from '@/lib/move/standing-items';
import type { Database } from '@/server/db/schema';
import type { Inventory } from '@/server/inventory/inventory';
import { draftJourneys, type Traveller } from '@/server/moves/draft-journeys';
import type { DraftTerms } from '@/server/moves/draft-order';
import { idAfter, nowOf } from '@/server/moves/lineage';
import { unknownRoute, type Route, type StoredOrder } from '@/server/moves/order-store';
import type { Known } from '@/server/moves/situation';
import { again, liveTarget } from '@/server/moves/target';

/**
 * An order that has done once more what an earlier one did. Its people are found by what has become of their ids; those who came anew by
 * kind, and address or name, in the meeting that they were taken from or that its space has by now. Between two who look alike it does not guess.
 */
export async function draftRepeat(known: Known & { readonly db: Kysely<Database> }, { order, routes }: StoredOrder, terms: DraftTerms): Promise<StoredOrder> {
  const items = standingItems(order.items);
  const routeOf = ({ id }: Item) => routes.get(id) ?? unknownRoute;
  const people = await nowOf(known, items.map(idAfter));
  const anew = recognisedAnew(known.inventory, items.filter((item) => !people.has(idAfter(item))), routeOf, new Set([...people.values()].map(({ id }) => id)));
  const travellers = items.map((item) => {
    const person = people.get(idAfter(item)) ?? anew.get(item.id) ?? null;
    return onceMore(known.inventory, item, routeOf(item), person);
  });
  return draftJourneys(known, travellers, headOf(order), terms);
}

function headOf({ id, reason, settings, lobby }: Order) {
  return { reason, settings, lobby, undoOf: null, repeatOf: id };
}

/** By item id. @param taken ids of those who are known by their own: they are nobody else */
function recognisedAnew(inventory: Inventory, items: readonly Item[], routeOf: (item: Item) => Route, taken: ReadonlySet<string>) {
  const remembered = items.flatMap((item) => {
    const source = item.from && liveTarget(inventory, again(inventory, item.from, routeOf(item).from));
    if (!source) return [];
    const there = inventory.participantsIn(source.id).filter(({ id }) => !taken.has(id));
    const { who } = routeOf(item);
    return [[item.id, { name: item.name, uri: who?.uri ?? null, kind: who?.kind ?? 'unknown', there }] as const];
  });
  return recognisedEach(new Map(remembered));
}

function onceMore(inventory: Inventory, item: Item, route: Route, person: Participant | 'several' | null): Traveller {
  const source = item.from?.name || 'the meeting before';
  const error = {
    several: { code: 'several-alike', detail: `Several people in ${source} could be ${item.name}: Usher does not guess who is meant.` },
    none: { code: 'not-found', detail: `${item.name} is not in ${source}, nor has Usher seen where they went.` },
  };
  const found = person === 'several' ? null : person;
  return {
    person: found,
    participant: found?.id ?? idAfter(item),
    name: item.name,
    to: again(inventory, item.to, route.to),
    places: { from: route.from, to: route.to },
    onlyIfIn: null,
    putBack: null,
    movedBy: null,
    error: found ? null : error[person === 'several' ? 'several' : 'none'],
  };
}
