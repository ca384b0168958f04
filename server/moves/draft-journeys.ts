import { permits, type Caller } from '@/lib/access/access';
import { isInScope, type Place } from '@/lib/access/scope';
import type { Participant } from '@/lib/meeting/participant';
import type { Item } from '@/lib/move/item';
import { isEnd } from '@/lib/move/item-state';
import type { Order } from '@/lib/move/order';
import type { PersonSettings } from '@/lib/move/person-settings';
import type { Verdict } from '@/lib/move/verdict';
import { rfc3339 } from '@/server/bridge-client/clock';
import { placeOf } from '@/server/inventory/scoped-inventory';
import { judged, settingsSeen, type DraftTerms } from '@/server/moves/draft-order';
import { judgeJourneys } from '@/server/moves/judge-journeys';
import type { Route, StoredOrder } from '@/server/moves/order-store';
import { knownTo, type Known } from '@/server/moves/situation';
import { liveTarget } from '@/server/moves/target';
import { sortableId } from '@/server/sortable-id';

/** Somebody of an earlier order, who is to be moved because of it. */
export interface Traveller {
  /** As they are now; null if they are in no meeting. */
  readonly person: Participant | null;
  /** The last of their ids that is known. */
  readonly participant: string;
  readonly name: string;
  /** The target, or what it was if it has ended. */
  readonly to: Item['to'];
  /** Where the target was, and where they were last: by that it is known who may see what is not live any more. */
  readonly places: { readonly from: Place | null; readonly to: Place | null };
  /** The meeting from which alone they may be taken; null for any. */
  readonly onlyIfIn: string | null;
  /** How they are to be set there; null for as they are, or as the order says. */
  readonly putBack: PersonSettings | null;
  /** By whom they were moved on, as is on record, where they may not be taken from where they are. */
  readonly movedBy: Order['by'] | null;
  /** Why they cannot go, where more can be said than the verdict says. */
  readonly error: Item['error'];
}

/** What else the order says. */
export type JourneyHead = Pick<Order, 'reason' | 'settings' | 'lobby' | 'undoOf' | 'repeatOf'>;

/**
 * Makes an order of people of whom each has a target of their own. What is outside of the caller's scope is judged as if it were not
 * there: `forbidden`.
 */
export function draftJourneys(known: Known, travellers: readonly Traveller[], head: JourneyHead, { by, nowMs }: DraftTerms): StoredOrder {
  const mayMove = permits(by.role, 'moves.submit').permitted;
  const routes = travellers.map((traveller) => routeOf(known, traveller));
  const journeys = travellers.map(({ participant, to, onlyIfIn, putBack }, at) => ({ participant, to, onlyIfIn, putBack, mayMove: mayMove && seesBoth(by, routes[at]) }));
  const verdicts = judgeJourneys(knownTo(known, by.scope), journeys, head);
  const at = rfc3339(nowMs);
  const items = travellers.flatMap(({ participant, person, name, to, movedBy, error }, index): Item[] => {
    const judgedAs = verdicts[index];
    if (!judgedAs) return [];
    const verdict = withMover(judgedAs, movedBy);
    const from = person && { meeting: person.meeting, name: known.inventory.meeting(person.meeting)?.name ?? '' };
    const isTold = !verdict.allowed && verdict.reason !== 'forbidden';
    return [{ ...judged(verdict, at), id: String(index + 1), participant, name, from, to, error: isTold ? error : null }];
  });
  const order: Order = {
    id: sortableId(nowMs),
    state: items.every(({ state }) => isEnd(state)) ? 'settled' : 'queued',
    by: { kind: by.kind, id: by.id, name: by.name },
    ...head,
    createdAt: at,
    items,
  };
  return { order, routes: new Map(routes.map((route, index) => [String(index + 1), route])) };
}

/** What is remembered of moves is of this run only: the record knows of those before. */
function withMover(verdict: Verdict, by: Order['by'] | null): Verdict {
  const { meanwhile } = verdict;
  return meanwhile?.by === null && by ? { ...verdict, meanwhile: { ...meanwhile, by: { kind: by.kind, name: by.kind === 'unknown' ? '' : by.name } } } : verdict;
}

function seesBoth({ scope }: Caller, route: Route | undefined): boolean {
  return isInScope(scope, route?.from ?? null) && isInScope(scope, route?.to ?? null);
}

function routeOf({ inventory }: Known, { person, to, places, putBack }: Traveller): Route {
  const source = person && inventory.meeting(person.meeting);
  const target = liveTarget(inventory, to);
  return {
    homeBridge: person?.callBridge.id ?? null,
    targetCluster: target?.cluster.id ?? places.to?.cluster ?? null,
    from: source ? placeOf(source) : places.from,
    to: target ? placeOf(target) : places.to,
    had: person && settingsSeen(person),
    who: person && { uri: person.uri, kind: person.kind, muted: person.muted },
    putBack,
    sender: null,
  };
}
