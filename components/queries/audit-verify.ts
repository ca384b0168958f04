import { verificationSchema } from '@/lib/audit/audit-record';
import { readJson } from '@/components/queries/read-json';

/**
 * Whether the chain of the audit log is as it was written; if not, the first record that is not.
 * @param whole from the first record on; else what came since the server last looked
 */
export function auditVerifyQuery(whole: boolean) {
  return {
    queryKey: ['audit', 'verify'],
    queryFn: ({ signal }: { signal?: AbortSignal }) => readJson(`/audit/verify?whole=${whole}`, verificationSchema, signal),
  };
}
