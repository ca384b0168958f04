import { keepPreviousData } from '@tanstack/react-query';
import { z } from 'zod';
import { auditRecordSchema, type AuditFilter } from '@/lib/audit/audit-record';
import { pageOf } from '@/components/queries/page-of';
import { readJson } from '@/components/queries/read-json';

const schema = pageOf(auditRecordSchema).extend({ total: z.number().nullable() });

/** The records of the audit log that a filter picks, newest first, page by page. */
export function auditQuery(filter: AuditFilter) {
  return {
    queryKey: ['audit', 'records', filter],
    queryFn: ({ signal, pageParam }: { signal?: AbortSignal; pageParam: string | null }) => {
      const asked = new URLSearchParams({ limit: '100', ...filter, ...(pageParam && { cursor: pageParam }) });
      return readJson(`/audit?${asked}`, schema, signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }: { nextCursor?: string | null }) => nextCursor ?? null,
    placeholderData: keepPreviousData,
  };
}
