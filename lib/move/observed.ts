import { z } from 'zod';
import { verdictSchema } from '@/lib/move/verdict';

/** What is known of a move that Usher did not send: somebody appeared in a meeting, made from somebody in another one. */
export const observedSchema = z.object({
  /** What a dry run would have said just before, whatever the cluster's mode; null where the person was not known before. */
  predicted: verdictSchema.nullable(),
});
export type Observed = z.infer<typeof observedSchema>;
