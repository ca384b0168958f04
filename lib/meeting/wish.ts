import { z } from 'zod';
import { longestTopic, mostTopics } from '@/lib/meeting/topics';

/**
 * What the console says over its stream: which topics it wants from now on, and from which place in the stream, `<epoch>-<seq>`,
 * where a new one begins before what it has heard already. The answer is a frame `wish` with the same number, before anything that
 * is told because of it.
 */
export const wishSchema = z.strictObject({
  wish: z.int().min(0),
  topics: z.array(z.string().max(longestTopic)).max(mostTopics),
  from: z.string().max(64).optional(),
});
export type Wish = z.infer<typeof wishSchema>;

/** The answer to a wish; `id` is the place from which on its topics are told. */
export interface WishHeard {
  readonly event: 'wish';
  readonly data: { readonly wish: number };
  readonly id: string;
}
