import type { Caller } from '@/lib/access/access';
import type { MoveChoices } from '@/lib/move/choices';
import type { Item } from '@/lib/move/item';
import { endsToRetry } from '@/lib/move/item-state';
import { spaceOf } from '@/lib/move/target';
import { rfc3339 } from '@/server/bridge-client/clock';
import { judged } from '@/server/moves/draft-order';
import { judgeQueued } from '@/server/moves/judge-again';
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
  /** Whoever asks, with the rights they have now. */
  readonly by: Caller;
  /** The items to repeat; null for all that can be, without those that somebody cancelled. */
  readonly itemIds: readonly string[] | null;
  readonly nowMs: number;
}

/**
 * New items of the order for those that came to nothing and were not repeated yet. They move from where they were to move from: whoever
 * is not there any more is refused. One whose person was elsewhere from the beginning is not repeated.
 */
export function draftRetry(known: Known, { items: all, routes, choices }: Repeated, { by, itemIds, nowMs }: RetryTerms): { items: Item[]; routes: Map<string, Route> } {
  const repeated = new Set(all.map(({ retryOf }) => retryOf));
  const wanted = itemIds && new Set(itemIds);
  const failed = all.filter((item) => canRetry(item) && !repeated.has(item.id) && (wanted ? wanted.has(item.id) : item.state !== 'cancelled'));
  const drafts = failed.map((item, at) => ({ ...item, id: String(all.length + at + 1), participant: nowOf(item, known), to: toNow(item, known), retryOf: item.id }));
  const verdicts = judgeQueued(known, drafts, choices, by);
  const at = rfc3339(nowMs);
  const items = drafts.map((draft) => ({ ...draft, ...judged(verdicts.get(draft.id) ?? draft.verdict, at), retryOf: draft.retryOf }));
  const routeOf = ({ participant, retryOf }: Item): Route => {
    const route = routes.get(retryOf ?? '') ?? unknownRoute;
    return { ...route, homeBridge: known.inventory.participant(participant)?.callBridge.id ?? route.homeBridge };
  };
  return { items, routes: new Map(items.map((item) => [item.id, routeOf(item)])) };
}

function canRetry({ state, from, verdict }: Item): boolean {
  return from !== null && verdict.reason !== 'moved-meanwhile' && (endsToRetry as readonly string[]).includes(state);
}

/** Whoever goes into a space goes into the meeting that it has by now. */
function toNow({ to }: Item, { inventory }: Known): Item['to'] {
  const space = spaceOf(to);
  return space ? itemTarget(space, liveTarget(inventory, to), to.name) : to;
}

/** The person's id by now: whoever was moved away and back has another. */
function nowOf({ participant, from }: Item, { inventory }: Known): string {
  const now = latestOf(participant, inventory);
  return now && now.meeting === from?.meeting ? now.id : participant;
}
