import { verificationSchema } from '@/lib/audit/audit-record';
import { readJson } from '@/components/queries/read-json';

/** Whether the whole chain of the audit log is as it was written; if not, the first record that is not. */
export function auditVerifyQuery() {
  return {
    queryKey: ['audit', 'verify'],
    queryFn: ({ signal }: { signal?: AbortSignal }) => readJson('/audit/verify', verificationSchema, signal),
  };
}
