import { z } from 'zod';

/** For how long the API requests of a bridge can be traced in detail; it ends by itself. */
export const tracingMinutes = [1, 10, 60] as const;

/** 0 ends it at once. */
export const wantedMinutesSchema = z.literal([0, ...tracingMinutes]);
export type WantedMinutes = z.infer<typeof wantedMinutesSchema>;

/** Whether a bridge traces the requests to its API in detail, by its own word. */
export const tracingSchema = z.object({
  callBridge: z.object({ id: z.string(), name: z.string() }),
  secondsLeft: z.number().int().nullable().describe('Until the bridge ends it by itself; 0 while it is off, null where the bridge does not tell'),
  unavailable: z.string().nullable().describe('Why the bridge cannot be told to; null where it can'),
});
export type Tracing = z.infer<typeof tracingSchema>;
