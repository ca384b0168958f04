import { z } from 'zod';
import { pageOf } from '@/components/queries/page-of';
import { readJson } from '@/components/queries/read-json';

const recordSchema = z.object({
  seq: z.number(),
  at: z.string(),
  by: z.object({ kind: z.string(), id: z.string(), name: z.string().nullable() }),
  address: z.string().nullable(),
  action: z.string(),
  result: z.string(),
  details: z.unknown(),
  digest: z.string(),
});

/** One record of the audit log; name and details are null once erased by retention. */
export type AuditRecord = z.infer<typeof recordSchema>;

const schema = pageOf(recordSchema);

/** The audit log, newest first, page by page. */
export function auditQuery() {
  return {
    queryKey: ['audit'],
    queryFn: ({ signal, pageParam }: { signal?: AbortSignal; pageParam: string | null }) =>
      readJson(`/audit?limit=100${pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : ''}`, schema, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }: { nextCursor?: string | null }) => nextCursor ?? null,
  };
}
