import { orderSchema } from '@/lib/move/order';
import { livePageOf } from '@/components/queries/page-of';
import { readJson } from '@/components/queries/read-json';

const schema = livePageOf(orderSchema);

/** The newest orders, newest first. */
export function movesQuery(limit = 100) {
  return {
    queryKey: ['moves', limit],
    queryFn: ({ signal }: { signal?: AbortSignal }) => readJson(`/moves?limit=${limit}`, schema, signal),
  };
}
