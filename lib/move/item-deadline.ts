import type { Item } from '@/lib/move/item';
import { isFinal } from '@/lib/move/item-state';

/** How long a move may take, counted from the bridge's answer or from the person's leaving. */
export const settleMs = 30_000;
/** How long the bridge may take to answer the request itself. */
const answerMs = 5_000;

/**
 * When an item must be looked at next although nothing happened, in milliseconds since 1970; null where nothing is waited
 * for. An item that is `unknown` waits for its bridges, not for the clock; one that is queued waits with its order.
 */
export function deadlineOf(item: Item): number | null {
  const { state, times } = item;
  if (isFinal(state) || state === 'unknown') return null;
  if (times.left !== null && times.joined === null) return Date.parse(times.left) + settleMs;
  if (times.accepted !== null) return Date.parse(times.accepted) + settleMs;
  if (times.sending !== null) return Date.parse(times.sending) + answerMs + settleMs;
  return null;
}
