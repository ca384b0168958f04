import { z } from 'zod';
import { clusterModes } from '@/lib/meeting/call-bridge';
import { orderSchema } from '@/lib/move/order';

/** How far Usher's verdicts on a cluster can be trusted: what was predicted of the moves that others made, against what happened. */
export const trustSchema = z.object({
  cluster: z.object({ id: z.string(), name: z.string() }),
  mode: z.enum(clusterModes),
  /** Since when it has its mode, and since when is counted. */
  since: z.string(),
  /** Moves by others that were seen. */
  seen: z.number(),
  /** Of those: that went as predicted, that did not, and of which neither can be told. */
  held: z.number(),
  missed: z.number(),
  notKnown: z.number(),
  /** Since Usher started, on all clusters: more than it could take in at once. */
  overlooked: z.number(),
  /** The newest that did not go as predicted. */
  misses: z.array(orderSchema),
});
export type Trust = z.infer<typeof trustSchema>;
