import { z } from 'zod';

/** How the audit log gets to a syslog server. Times are RFC 3339. */
export const auditForwardingSchema = z.object({
  /** `udp`, `tcp` or `tls`, with host and port. */
  target: z.string(),
  /** `away`: it does not take records, for the reason in `error`; they wait in the audit log. */
  state: z.enum(['connecting', 'connected', 'away']),
  /** Since when it is so. */
  since: z.string(),
  error: z.string().nullable(),
  /** The last record that is forwarded, and how many there are after it. */
  upTo: z.number(),
  behind: z.number(),
  /** Records that are older than personal data is kept, and keep it until they are forwarded. */
  heldBack: z.number(),
});
export type AuditForwarding = z.infer<typeof auditForwardingSchema>;

/** `get-audit-forwarding`; null where no server is named. */
export const auditForwardingAnswerSchema = z.object({ forwarding: auditForwardingSchema.nullable() });
