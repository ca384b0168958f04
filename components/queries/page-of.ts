import { z } from 'zod';

/** A list as every read gives it: one page, where the next begins, and the place in the change stream that it shows. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().optional(),
    total: z.number().optional(),
    sequence: z.string().optional(),
  });
}

/** As {@link pageOf}, for reads that the change stream continues. */
export function livePageOf<T extends z.ZodType>(item: T) {
  return pageOf(item).extend({ sequence: z.string() });
}

interface Page<T> {
  items: T[];
  nextCursor?: string | null;
}

/** Reads page after page. The last page's other fields are dropped: the first is the one that the stream continues. */
export async function readAllPages<T, P extends Page<T>>(read: (cursor: string | null) => Promise<P>): Promise<P> {
  const first = await read(null);
  const items = [...first.items];
  let cursor = first.nextCursor ?? null;
  while (cursor !== null) {
    const page = await read(cursor);
    items.push(...page.items);
    cursor = page.nextCursor ?? null;
  }
  return { ...first, items };
}
