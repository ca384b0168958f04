import type { Item } from '@/lib/move/item';

/** Where the people of an order go: the one meeting by name, several by number. */
export function targetWords(items: readonly Pick<Item, 'to'>[]): string {
  return placeWords(items.map(({ to }) => to));
}

/** Where the people of an order come from, in the same way. */
export function sourceWords(items: readonly Pick<Item, 'from'>[]): string {
  const known = items.flatMap(({ from }) => from ?? []);
  return known.length === 0 ? 'Not known' : placeWords(known);
}

function placeWords(places: readonly { readonly meeting: string; readonly name: string }[]): string {
  const names = new Map(places.map(({ meeting, name }) => [meeting, name]));
  const [name] = names.values();
  return names.size === 1 ? name || 'a meeting' : `${names.size} meetings`;
}
