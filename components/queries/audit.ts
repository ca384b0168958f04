import { auditRecordSchema } from '@/lib/audit/audit-record';
import { pageOf } from '@/components/queries/page-of';
import { readJson } from '@/components/queries/read-json';

const schema = pageOf(auditRecordSchema);

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
