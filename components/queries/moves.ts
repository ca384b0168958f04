import type { Order } from '@/lib/move/order';
import { livePageOf } from '@/components/queries/live-page';
import { readJson } from '@/components/queries/read-json';

const schema = livePageOf<Order>();

/** The newest orders, newest first. */
export function movesQuery(limit = 100) {
  return {
    queryKey: ['moves', limit],
    queryFn: ({ signal }: { signal?: AbortSignal }) => readJson(`/moves?limit=${limit}`, schema, signal),
  };
}
