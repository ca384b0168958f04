import { z } from 'zod';

/** A space as a cluster has it set up, whether or not anybody is in it. */
export const spaceSchema = z.object({
  id: z.string(),
  name: z.string(),
  uri: z.string().nullable(),
  /** The numeric id by which people join. */
  callId: z.string().nullable(),
  cluster: z.object({ id: z.string(), name: z.string() }),
});
export type Space = z.infer<typeof spaceSchema>;

/** What a search for spaces brings. */
export const foundSpacesSchema = z.object({
  /** By name, 50 at most. */
  items: z.array(spaceSchema),
  /** How many there are, as far as was looked: more than `items` where a narrower search would help. */
  total: z.number(),
  /** Ids of clusters that gave no answer in time. */
  unanswered: z.array(z.string()),
});
export type FoundSpaces = z.infer<typeof foundSpacesSchema>;
