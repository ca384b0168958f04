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

/** The results that are as somebody wanted them to be: of a deed, and of a move that has ended. */
export const goodResults: readonly string[] = ['ok', 'joined'];

/**
 * Whether the chain holds, and if not, where it breaks first. `records` were found good, counted from the first one; they were looked
 * at anew from `from` on, the earlier ones when `wholeAt` says.
 */
export const verificationSchema = z.discriminatedUnion('intact', [
  z.object({
    intact: z.literal(true),
    records: z.number(),
    head: z.string().nullable(),
    from: z.number(),
    checkedAt: z.string(),
    wholeAt: z.string(),
  }),
  z.object({
    intact: z.literal(false),
    records: z.number(),
    brokenAt: z.number(),
    why: z.enum(['missing', 'digest', 'content', 'erased']),
    checkedAt: z.string(),
  }),
]);
export type Verification = z.infer<typeof verificationSchema>;

/** What records are picked by. Times are RFC 3339. */
export const auditFilterSchema = z.object({
  action: z.string().min(1).max(100).optional(),
  /** The id of a person or token, or the name of one that exists. */
  by: z.string().min(1).max(200).optional(),
  /** `refused` stands for whatever is not as somebody wanted it. */
  result: z.string().min(1).max(100).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  /** Words out of names, addresses and details, whatever the case. */
  search: z.string().min(1).max(200).optional(),
});
export type AuditFilter = z.infer<typeof auditFilterSchema>;
