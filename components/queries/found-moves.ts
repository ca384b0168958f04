import { keepPreviousData } from '@tanstack/react-query';
import type { Order } from '@/lib/move/order';
import type { MovesFilter } from '@/components/moves/moves-filter';
import { livePageOf } from '@/components/queries/live-page';
import { readJson } from '@/components/queries/read-json';

const schema = livePageOf<Order>();

/** The orders that a filter picks, newest first, page by page. */
export function foundMovesQuery({ kind, symptom, cause }: MovesFilter) {
  return {
    queryKey: ['moves', 'found', kind, symptom, cause],
    queryFn: ({ signal, pageParam }: { signal?: AbortSignal; pageParam: string | null }) => {
      const asked = new URLSearchParams({ limit: '100', ...(kind && { kind }), ...(symptom && { symptom }), ...(cause && { cause }), ...(pageParam && { cursor: pageParam }) });
      return readJson(`/moves?${asked}`, schema, signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }: { nextCursor?: string | null }) => nextCursor ?? null,
    placeholderData: keepPreviousData,
  };
}
