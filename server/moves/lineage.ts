import type { Kysely } from 'kysely';
import type { Participant } from '@/lib/meeting/participant';
import type { Item } from '@/lib/move/item';
import type { Order } from '@/lib/move/order';
import type { Database } from '@/server/db/schema';
import type { Inventory } from '@/server/inventory/inventory';
import { moverOf } from '@/server/moves/order-store';

interface Known {
  readonly db: Kysely<Database>;
  readonly inventory: Inventory;
}

/** The id that somebody had once an item was through with them, as far as is known. */
export function idAfter({ participant, newParticipant }: Pick<Item, 'participant' | 'newParticipant'>): string {
  return newParticipant ?? participant;
}

/** How many ids stand in one question. */
const idsAtOnce = 200;
/** Over how many moves somebody is followed on record. */
const mostMoves = 50;

/**
 * Who has become of participants, by the ids under which they were known: followed over every later move, whoever made it. What is
 * live knows of the moves of this run, the record of those before. Whoever is in no meeting any more is left out.
 */
export async function nowOf({ db, inventory }: Known, ids: readonly string[]): Promise<Map<string, Participant>> {
  const found = new Map<string, Participant>();
  let open = new Map(ids.map((id) => [id, id]));
  for (let moves = 0; open.size > 0 && moves < mostMoves; moves += 1) {
    const absent = new Map<string, string>();
    for (const [first, id] of open) {
      const person = inventory.participant(id) ?? inventory.successorOf(id);
      if (person) found.set(first, person);
      else absent.set(first, id);
    }
    const made = await madeFrom(db, [...new Set(absent.values())]);
    open = new Map([...absent].flatMap(([first, id]) => (made.has(id) ? [[first, made.get(id) ?? id]] : [])));
  }
  return found;
}

/** Whom moves on record have made from participants; of several, the last. */
async function madeFrom(db: Kysely<Database>, ids: readonly string[]): Promise<Map<string, string>> {
  const made = new Map<string, string>();
  for (const some of inBatches(ids)) {
    const rows = await db.selectFrom('items').select(['participant', 'new_participant']).where('participant', 'in', some).where('new_participant', 'is not', null).orderBy('order_id').execute();
    for (const { participant, new_participant } of rows) if (new_participant !== null) made.set(participant, new_participant);
  }
  return made;
}

/** By id: by whom these people were moved to where they are, by an order or by having it tried again. Whoever is left out was moved by somebody of whom nothing is on record. */
export async function moversOf(db: Kysely<Database>, people: readonly Participant[]): Promise<Map<string, Order['by']>> {
  const movers = new Map<string, Order['by']>();
  const olds = new Map(people.flatMap(({ id, movedFrom }) => (movedFrom ? [[movedFrom.participant, id]] : [])));
  for (const some of inBatches([...olds.keys()])) {
    const rows = await db
      .selectFrom('items')
      .innerJoin('orders', 'orders.id', 'items.order_id')
      .select(['participant', 'new_participant', 'by_kind', 'by_id', 'by_name', 'body'])
      .where('participant', 'in', some)
      // What was never sent has moved nobody; whom an item that is under way has made may not be on record yet.
      .where('items.state', 'not in', ['queued', 'refused', 'expired', 'cancelled'])
      .orderBy('order_id')
      .execute();
    for (const row of rows) {
      const newcomer = olds.get(row.participant);
      if (newcomer === undefined || (row.new_participant !== null && row.new_participant !== newcomer)) continue;
      movers.set(newcomer, moverOf(row));
    }
  }
  return movers;
}

function inBatches(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / idsAtOnce) }, (_, at) => ids.slice(at * idsAtOnce, (at + 1) * idsAtOnce));
}
