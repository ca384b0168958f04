import { logLineSchema } from '@/lib/meeting/meeting-log';
import { pageOf } from '@/components/queries/page-of';
import { readJson } from '@/components/queries/read-json';

const schema = pageOf(logLineSchema);

/** What happened in a meeting, newest first, page by page. */
export function meetingLogQuery(meeting: string) {
  return {
    queryKey: ['meetings', meeting, 'log'],
    queryFn: ({ signal, pageParam }: { signal?: AbortSignal; pageParam: string | null }) =>
      readJson(`/meetings/${encodeURIComponent(meeting)}/log?limit=100${pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : ''}`, schema, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }: { nextCursor?: string | null }) => nextCursor ?? null,
  };
}
