import { permits, type Caller } from '@/lib/access/access';
import type { Participant } from '@/lib/meeting/participant';
import type { MoveChoices } from '@/lib/move/choices';
import type { Item } from '@/lib/move/item';
import { recognise } from '@/lib/move/recognition';
import { spaceOf } from '@/lib/move/target';
import { canTryAgain } from '@/lib/move/try-again';
import { rfc3339 } from '@/server/bridge-client/clock';
import type { Inventory } from '@/server/inventory/inventory';
import { placeOf } from '@/server/inventory/scoped-inventory';
import { judged } from '@/server/moves/draft-order';
import { judgeQueued } from '@/server/moves/judge-again';
import { lostPersonOf } from '@/server/moves/lost/open-notice';
import { unknownRoute, type Route } from '@/server/moves/order-store';
import { latestOf } from '@/server/moves/sighting';
import type { Known } from '@/server/moves/situation';
import { itemTarget, liveTarget } from '@/server/moves/target';

/** An order as it is at this moment. */
interface Repeated {
  readonly items: readonly Item[];
  readonly routes: ReadonlyMap<string, Route>;
  readonly choices: MoveChoices;
}

export interface RetryTerms {
  /** Whoever asks, with the rights they have now: by those the new items go. */
  readonly by: Caller;
  /** The items to repeat; null for all that can be, without those that somebody cancelled. */
  readonly itemIds: readonly string[] | null;
  readonly nowMs: number;
}

/**
 * New items of the order for those that can be tried again and were not yet. Whoever is where they were moves from there, and is refused
 * if they are not there any more; whoever ended up elsewhere, or is back, moves from where they are.
 */
export function draftRetry(known: Known, { items: all, routes, choices }: Repeated, { by, itemIds, nowMs }: RetryTerms): { items: Item[]; routes: Map<string, Route> } {
  const repeated = new Set(all.map(({ retryOf }) => retryOf));
  const wanted = itemIds && new Set(itemIds);
  const failed = all.filter((item) => canTryAgain(item) && !repeated.has(item.id) && (wanted ? wanted.has(item.id) : item.state !== 'cancelled'));
  const starts = failed.flatMap((item) => startOf(item, routes.get(item.id) ?? unknownRoute, known.inventory) ?? []);
  const drafts = starts.map((start, at) => ({ ...start, to: toNow(start, known), id: String(all.length + at + 1) }));
  const waiting = drafts.map((item) => ({ item, route: routes.get(item.retryOf ?? '') ?? unknownRoute }));
  const verdicts = judgeQueued(known, waiting, choices, () => permits(by.role, 'moves.submit').permitted);
  const at = rfc3339(nowMs);
  const items = drafts.map((draft) => ({ ...draft, ...judged(verdicts.get(draft.id) ?? draft.verdict, at), retryOf: draft.retryOf }));
  const sender = { kind: by.kind, id: by.id, name: by.name };
  return { items, routes: new Map(items.map((item) => [item.id, { ...routeNow(item, routes.get(item.retryOf ?? '') ?? unknownRoute, known.inventory), sender }])) };
}

/** An item with the person, and the place to take them from, as they are now; null where nobody is to be moved any more. */
function startOf(item: Item, route: Route, inventory: Inventory): Item | null {
  const retryOf = item.id;
  if (item.state === 'wrong-meeting' || item.state === 'dropped') {
    const person = latestOf(item.participant, inventory) ?? whoIsBack(item, route, inventory);
    if (person === null || person.meeting === item.to.meeting) return null;
    const from = { meeting: person.meeting, name: inventory.meeting(person.meeting)?.name ?? '' };
    return { ...item, participant: person.id, from, retryOf };
  }
  // Whoever was moved away and back has another id.
  const now = latestOf(item.participant, inventory);
  return { ...item, participant: now && now.meeting === item.from?.meeting ? now.id : item.participant, retryOf };
}

/** Whoever goes into a space goes into the meeting that it has by now. */
function toNow({ to }: Item, { inventory }: Known): Item['to'] {
  const space = spaceOf(to);
  return space ? itemTarget(space, liveTarget(inventory, to), to.name) : to;
}

/** The one person in the two meetings of a move who is known again as the one that it dropped. */
function whoIsBack(item: Item, route: Route, inventory: Inventory): Participant | null {
  const lost = lostPersonOf(item, route);
  const people = [...new Set([item.from?.meeting ?? '', item.to.meeting])].flatMap((meeting) => inventory.participantsIn(meeting));
  const found = people.filter((seen) => !['doubtful', null].includes(recognise(lost, seen, { people, lost: [lost] })));
  return found.length === 1 ? (found[0] ?? null) : null;
}

function routeNow({ participant, from }: Item, route: Route, inventory: Inventory): Route {
  const source = inventory.meeting(from?.meeting ?? '');
  return { ...route, homeBridge: inventory.participant(participant)?.callBridge.id ?? route.homeBridge, from: source ? placeOf(source) : route.from };
}
