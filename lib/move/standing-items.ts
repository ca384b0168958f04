import type { Item } from '@/lib/move/item';

/** The items of an order without those that were tried again since: one for each person. */
export function standingItems(items: readonly Item[]): Item[] {
  const repeated = new Set(items.map(({ retryOf }) => retryOf));
  return items.filter(({ id }) => !repeated.has(id));
}
