import type { Item } from '@/lib/move/item';

/** Where the people of an order go: the one meeting by name, several by number. */
export function targetWords(items: readonly Pick<Item, 'to'>[]): string {
  const targets = new Map(items.map(({ to }) => [to.meeting, to.name]));
  const [name] = targets.values();
  return targets.size === 1 ? name || 'a meeting' : `${targets.size} meetings`;
}
