import { z } from 'zod';
import { diagnosisReportSchema } from '@/lib/trace/diagnosis-report';

/** How far the reading of files has come. */
const readingProgressSchema = z.object({
  read: z.number().describe('Bytes of the files as they were sent'),
  of: z.number(),
  again: z.boolean().describe('They say more than can be kept, and are read once more for what is around the moves'),
});
export type ReadingProgress = z.infer<typeof readingProgressSchema>;

/** A line of an answer that tells how far it has come: any number of the first, then one of the others. */
export const diagnosisLineSchema = z.union([
  readingProgressSchema,
  z.object({ report: diagnosisReportSchema }),
  z.object({ problem: z.object({ code: z.string(), detail: z.string() }) }),
]);
export type DiagnosisLine = z.infer<typeof diagnosisLineSchema>;

/** What asks for such an answer, in `Accept`. */
export const progressLines = 'application/jsonl';
