import type { Order } from '@/lib/move/order';
import { livePageOf } from '@/components/queries/live-page';
import { readJson } from '@/components/queries/read-json';

const schema = livePageOf<Order>();

/** With how many orders every page begins. */
export const newestMoves = 100;

/** The newest orders, newest first. */
export function movesQuery() {
  return {
    queryKey: ['moves', 'newest'],
    queryFn: ({ signal }: { signal?: AbortSignal }) => readJson(`/moves?limit=${newestMoves}`, schema, signal),
  };
}
