import { auditForwardingAnswerSchema } from '@/lib/audit/audit-forwarding';
import { readJson } from '@/components/queries/read-json';

const everyMs = 10_000;

/** How the audit log gets to a syslog server, asked again and again while it is looked at. */
export function auditForwardingQuery() {
  return {
    queryKey: ['audit', 'forwarding'],
    queryFn: ({ signal }: { signal?: AbortSignal }) => readJson('/audit/forwarding', auditForwardingAnswerSchema, signal),
    refetchInterval: everyMs,
  };
}
