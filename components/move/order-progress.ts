import type { Item } from '@/lib/move/item';
import { isFailure } from '@/lib/move/item-state';
import { standingItems } from '@/lib/move/standing-items';

/** How far an order has come, in people. */
export interface OrderProgress {
  readonly total: number;
  readonly joined: number;
  readonly cancelled: number;
  /** Ended otherwise. */
  readonly failed: number;
  /** Not at an end yet. */
  readonly open: number;
}

export function orderProgress(all: readonly Item[]): OrderProgress {
  const items = standingItems(all);
  const joined = items.filter(({ state }) => state === 'joined').length;
  const cancelled = items.filter(({ state }) => state === 'cancelled').length;
  const failed = items.filter(({ state }) => isFailure(state)).length;
  return { total: items.length, joined, cancelled, failed, open: items.length - joined - cancelled - failed };
}

/** "12 of 30 joined Space 2, 1 failed, 3 cancelled". @param target the name of where they go, if it is to be said */
export function progressWords({ total, joined, cancelled, failed }: OrderProgress, target = ''): string {
  const parts = [`${joined} of ${total} joined ${target}`.trimEnd(), failed > 0 && `${failed} failed`, cancelled > 0 && `${cancelled} cancelled`];
  return parts.filter(Boolean).join(', ');
}
