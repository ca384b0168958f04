import { z } from 'zod';
import { failureCauses, failureSymptoms } from '@/lib/trace/failure';

/** How many items failed on a day, for one cause. */
const failureCountSchema = z.object({
  day: z.string().describe('As in 2026-03-09, where `timeZone` is'),
  symptom: z.enum(failureSymptoms),
  cause: z.enum(failureCauses).nullable().describe('Null where the symptom has none, as for `in-lobby`'),
  count: z.number().int(),
});
export type FailureCount = z.infer<typeof failureCountSchema>;

/** Why items failed, day by day; what did not occur is left out. */
export const failureCountsSchema = z.object({ from: z.string(), to: z.string(), timeZone: z.string(), items: z.array(failureCountSchema) });
export type FailureCounts = z.infer<typeof failureCountsSchema>;
