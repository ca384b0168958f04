import type { MoveKind, Order } from '@/lib/move/order';
import { livePageOf } from '@/components/queries/live-page';
import { readJson } from '@/components/queries/read-json';

const schema = livePageOf<Order>();

/** The newest orders, newest first; of both kinds, or one. */
export function movesQuery(kind: MoveKind | null = null, limit = 100) {
  return {
    queryKey: ['moves', kind, limit],
    queryFn: ({ signal }: { signal?: AbortSignal }) => readJson(`/moves?limit=${limit}${kind === null ? '' : `&kind=${kind}`}`, schema, signal),
  };
}
