import { keepPreviousData } from '@tanstack/react-query';
import { foundSpacesSchema } from '@/lib/meeting/space';
import { readJson } from '@/components/queries/read-json';

/** Spaces whose name or address has `search` in it, with or without a meeting, at most 50 by name; all where it is empty. */
export function spacesSearchQuery(search: string) {
  const text = search.trim();
  return {
    queryKey: ['spaces', 'search', text],
    queryFn: ({ signal }: { signal?: AbortSignal }) => readJson(`/spaces?search=${encodeURIComponent(text)}`, foundSpacesSchema, signal),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  };
}
