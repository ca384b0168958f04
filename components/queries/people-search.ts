import { keepPreviousData } from '@tanstack/react-query';
import type { Participant } from '@/lib/meeting/participant';
import { livePageOf } from '@/components/queries/live-page';
import { readJson } from '@/components/queries/read-json';

const schema = livePageOf<Participant>();

/** People in any meeting whose name or address has `search` in it, at most 50. Idle while there is nothing to look for. */
export function peopleSearchQuery(search: string) {
  const text = search.trim();
  return {
    queryKey: ['participants', 'search', text],
    queryFn: ({ signal }: { signal?: AbortSignal }) =>
      readJson(`/participants?search=${encodeURIComponent(text)}&limit=50`, schema, signal),
    enabled: text.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 2_000,
  };
}
