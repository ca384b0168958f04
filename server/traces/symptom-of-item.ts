import type { Item } from '@/lib/move/item';
import type { Symptom } from '@/lib/trace/symptom';
import { watchedForMs } from '@/server/moves/media-watch';
import type { Route } from '@/server/moves/order-store';

/**
 * How an item turned out: what it came to is what is proved.
 * @param isWatched whether Usher looked for media: it does after its own moves
 */
export function symptomOfItem(item: Item, route: Route, { nowMs, isWatched }: { readonly nowMs: number; readonly isWatched: boolean }): Symptom {
  switch (item.state) {
    case 'queued':
    case 'sending':
    case 'accepted':
      return 'under-way';
    case 'refused':
    case 'expired':
    case 'cancelled':
      return 'not-sent';
    case 'joined':
      return isWatched && isSilent(item, route, nowMs) ? 'joined-without-media' : 'joined';
    default:
      return item.state;
  }
}

/** Nothing was received of somebody who has joined, for as long as Usher looks. Whoever is muted may send nothing. */
function isSilent({ times: { joined, mediaSeen } }: Item, { who }: Route, nowMs: number): boolean {
  const mayBeSilent = who !== null && who.muted.audio && who.muted.video;
  return joined !== null && mediaSeen === null && !mayBeSilent && nowMs - Date.parse(joined) > watchedForMs;
}
