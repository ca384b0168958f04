import type { Item } from '@/lib/move/item';

/** How long an item may wait although it could be sent. What was not begun by then is never sent: nothing fires late. */
export const expiryMs = 60_000;

/**
 * From when an item's own record says that its order went on, in milliseconds since 1970: it was queued, its request left, or the
 * bridge answered. The queued items of an order expire a minute after the last such moment of any: until then they waited behind
 * others of their order.
 */
export function wentOnAtMs({ times }: Item): number {
  return Math.max(Date.parse(times.queued), ...[times.sending, times.accepted].flatMap((time) => (time === null ? [] : Date.parse(time))));
}
