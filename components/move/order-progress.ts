import type { Item } from '@/lib/move/item';
import { isEnd } from '@/lib/move/item-state';
import { standingItems } from '@/lib/move/standing-items';

/** How far an order has come, in people. */
export interface OrderProgress {
  readonly total: number;
  readonly joined: number;
  /** Ended otherwise. */
  readonly failed: number;
  /** Not at an end yet. */
  readonly open: number;
}

export function orderProgress(all: readonly Item[]): OrderProgress {
  const items = standingItems(all);
  const joined = items.filter(({ state }) => state === 'joined').length;
  const ended = items.filter(({ state }) => isEnd(state)).length;
  return { total: items.length, joined, failed: ended - joined, open: items.length - ended };
}

/** "12 of 30 joined, 1 failed". */
export function progressWords({ total, joined, failed }: OrderProgress): string {
  return `${joined} of ${total} joined${failed > 0 ? `, ${failed} failed` : ''}`;
}
