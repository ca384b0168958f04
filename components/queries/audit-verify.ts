import { z } from 'zod';
import { readJson } from '@/components/queries/read-json';

const schema = z.discriminatedUnion('intact', [
  z.object({ intact: z.literal(true), records: z.number() }),
  z.object({ intact: z.literal(false), records: z.number(), brokenAt: z.number(), why: z.string() }),
]);

/** Whether the whole chain of the audit log is as it was written; if not, the first record that is not. */
export function auditVerifyQuery() {
  return {
    queryKey: ['audit', 'verify'],
    queryFn: ({ signal }: { signal?: AbortSignal }) => readJson('/audit/verify', schema, signal),
  };
}
