import { meetingSchema } from '@/lib/meeting/meeting';
import { livePageOf, readAllPages } from '@/components/queries/page-of';
import { readJson } from '@/components/queries/read-json';

const schema = livePageOf(meetingSchema);

/** All live meetings, over all pages. */
export function meetingsQuery() {
  return {
    queryKey: ['meetings'],
    queryFn: ({ signal }: { signal?: AbortSignal }) =>
      readAllPages((cursor) => readJson(`/meetings?limit=500${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`, schema, signal)),
  };
}
