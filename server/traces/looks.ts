import type { Item } from '@/lib/move/item';
import { isFailure } from '@/lib/move/item-state';
import { silentAfterMs } from '@/server/moves/media-watch';

/** A look at why an item went as it did. */
export interface Look {
  readonly atMs: number;
  /** Lines and records of the end may still be on their way: only what is sure by then is kept. */
  readonly isEarly: boolean;
}

/** Lines and records of the end are a moment behind it. */
const afterEndMs = 3_000;
/** Alarms of the bridges are read every half minute: by then they have been since the request. */
const afterBeginMs = 41_000;
/** After a start the bridges first have to be there again, and to send what they kept. */
const overdueMs = 15_000;

/** When it is still to be looked into why an item went as it did, in order: none for what went well, was never sent, or is known for sure. */
export function looksAhead(item: Item, { isObserved, nowMs }: { readonly isObserved: boolean; readonly nowMs: number }): Look[] {
  if (item.finding?.confidence === 'high') return [];
  const looks = looksAt(item, isObserved);
  const ahead = looks.filter(({ atMs }) => atMs > nowMs);
  if (item.finding !== null || !isFailure(item.state) || looks.length === 0) return ahead;
  const last = ahead.length > 0 ? ahead : [{ atMs: nowMs + overdueMs, isEarly: false }];
  return [{ atMs: nowMs, isEarly: true }, ...last];
}

function looksAt({ state, times }: Item, isObserved: boolean): Look[] {
  const began = times.sending ?? (isObserved ? times.accepted : null);
  if (began === null) return [];
  if (isFailure(state) && times.ended !== null) {
    const [soonMs, allKnownMs] = [Date.parse(times.ended) + afterEndMs, Date.parse(began) + afterBeginMs];
    return [soonMs, ...(allKnownMs > soonMs ? [allKnownMs] : [])].map((atMs) => ({ atMs, isEarly: false }));
  }
  // Of those whom others move nobody asks for media.
  return times.joined !== null && times.mediaSeen === null && !isObserved ? [{ atMs: Date.parse(times.joined) + silentAfterMs, isEarly: false }] : [];
}
