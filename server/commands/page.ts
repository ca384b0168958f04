import { z } from 'zod';
import { invalidField } from '@/lib/problem/problem';

/** How a list is asked for. Numbers may come as text, as in a query string. */
export const pageInput = {
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().max(500).optional(),
};

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
  total: number;
}

/** The key that a list continues after, out of a cursor of this list. Problem: `invalid`. */
export function keyOf(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const key = Buffer.from(cursor, 'base64url').toString();
  if (cursorAfter(key) !== cursor) throw invalidField('cursor', 'This cursor is not from a list of Usher.');
  return key;
}

/** The cursor of a page that continues after this key. */
export function cursorAfter(key: string): string {
  return Buffer.from(key).toString('base64url');
}

/**
 * One page of what is held in memory, in the order of `sortKey`, which must be different for each item. A cursor stays good
 * while items come and go.
 */
export function pageOf<T>(items: Iterable<T>, sortKey: (item: T) => string, { limit, cursor }: { limit: number; cursor?: string }): Page<T> {
  const after = keyOf(cursor);
  const sorted = [...items].map((item) => ({ key: sortKey(item), item })).sort((a, b) => (a.key < b.key ? -1 : 1));
  const start = after === null ? 0 : sorted.findIndex(({ key }) => key > after);
  const rest = start < 0 ? [] : sorted.slice(start, start + limit);
  const last = rest.at(-1);
  const more = start >= 0 && start + limit < sorted.length;
  return {
    items: rest.map(({ item }) => item),
    nextCursor: more && last ? cursorAfter(last.key) : null,
    total: sorted.length,
  };
}

/**
 * One page of what a store lists newest first.
 * @param list reads so many rows: one more than is shown, which tells whether there are more
 * @param key what the next page continues after
 */
export async function storedPage<T>(limit: number, list: (rows: number) => Promise<T[]>, key: (item: T) => string): Promise<Omit<Page<T>, 'total'>> {
  const found = await list(limit + 1);
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: found.length > limit && last ? cursorAfter(key(last)) : null };
}
