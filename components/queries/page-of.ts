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
