import { z } from 'zod';

/** One record of the audit log. Who is named, and the details, are null once they have been erased by retention. */
export const auditRecordSchema = z.object({
  seq: z.number(),
  at: z.string(),
  by: z.object({ kind: z.string(), id: z.string(), name: z.string().nullable() }),
  address: z.string().nullable(),
  action: z.string(),
  /** `ok`, the end of a move, or the code of the problem. */
  result: z.string(),
  details: z.unknown(),
  digest: z.string(),
});
export type AuditRecord = z.infer<typeof auditRecordSchema>;

/** Whether the chain holds from the first record to the last, and if not, where it breaks first. */
export const verificationSchema = z.discriminatedUnion('intact', [
  z.object({ intact: z.literal(true), records: z.number(), head: z.string().nullable() }),
  z.object({
    intact: z.literal(false),
    records: z.number(),
    brokenAt: z.number(),
    why: z.enum(['missing', 'digest', 'content']),
  }),
]);
export type Verification = z.infer<typeof verificationSchema>;
