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

/** A space as it is referred to: two clusters that grew from one database have spaces with the same id. */
export const spaceIdSchema = z.object({ cluster: z.string(), id: z.string() });
export type SpaceId = z.infer<typeof spaceIdSchema>;

/** How many spaces are looked up by their ids at once. */
export const mostSpacesAtOnce = 50;

/** What looking spaces up by their ids brings. One that is in neither list is not there. */
export const spacesByIdSchema = z.object({
  items: z.array(spaceSchema),
  /** Those of which no bridge has said in time whether they are there. */
  unanswered: z.array(spaceIdSchema),
});
export type SpacesById = z.infer<typeof spacesByIdSchema>;

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
