import type { Participant } from '@/lib/meeting/participant';
import { livePageOf } from '@/components/queries/live-page';
import { readAllPages } from '@/components/queries/read-all-pages';
import { readJson } from '@/components/queries/read-json';

const schema = livePageOf<Participant>();

/** Everybody in one meeting, over all pages. */
export function meetingParticipantsQuery(meeting: string) {
  const path = `/meetings/${encodeURIComponent(meeting)}/participants?limit=500`;
  return {
    queryKey: ['meetings', meeting, 'participants'],
    queryFn: ({ signal }: { signal?: AbortSignal }) =>
      readAllPages((cursor) => readJson(`${path}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`, schema, signal)),
  };
}
