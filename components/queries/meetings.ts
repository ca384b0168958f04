import type { Meeting } from '@/lib/meeting/meeting';
import { livePageOf } from '@/components/queries/live-page';
import { readAllPages } from '@/components/queries/read-all-pages';
import { readJson } from '@/components/queries/read-json';

const schema = livePageOf<Meeting>();

/** All live meetings, over all pages. */
export function meetingsQuery() {
  return {
    queryKey: ['meetings'],
    queryFn: ({ signal }: { signal?: AbortSignal }) =>
      readAllPages((cursor) => readJson(`/meetings?limit=500${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`, schema, signal)),
  };
}
