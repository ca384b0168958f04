import { z } from 'zod';
import { consequenceCodes } from '@/lib/move/verdict-codes';
import { verdictSchema } from '@/lib/move/verdict';

/** What is known of a move that Usher did not send: somebody appeared in a meeting, made from somebody in another one. */
export const observedSchema = z.object({
  /** What a dry run would have said just before, whatever the cluster's mode; null where the person was not known before. */
  predicted: verdictSchema.nullable(),
  /** Whether that is how it went; null while that is not known, and where it cannot be. */
  held: z.boolean().nullable(),
  /** Of the consequences that were predicted: those of which it could be seen whether they came true. */
  outcomes: z.array(z.object({ code: z.enum(consequenceCodes), came: z.boolean() })),
});
export type Observed = z.infer<typeof observedSchema>;
