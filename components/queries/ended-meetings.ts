import { keepPreviousData } from '@tanstack/react-query';
import { endedMeetingSchema } from '@/lib/meeting/ended-meeting';
import { pageOf } from '@/components/queries/page-of';
import { readJson } from '@/components/queries/read-json';

const schema = pageOf(endedMeetingSchema);

/** The meetings that ended in the last days, the latest first, page by page. @param search part of the name of one, or of somebody in it */
export function endedMeetingsQuery(search: string) {
  return {
    queryKey: ['meetings', 'ended', search],
    queryFn: ({ signal, pageParam }: { signal?: AbortSignal; pageParam: string | null }) => {
      const asked = new URLSearchParams({ state: 'ended', limit: '100', ...(search && { search }), ...(pageParam && { cursor: pageParam }) });
      return readJson(`/meetings?${asked}`, schema, signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }: { nextCursor?: string | null }) => nextCursor ?? null,
    placeholderData: keepPreviousData,
  };
}
