import { orderSchema } from '@/lib/move/order';
import { readJson } from '@/components/queries/read-json';

/** One order. */
export function moveQuery(id: string) {
  return {
    queryKey: ['moves', 'one', id],
    queryFn: ({ signal }: { signal?: AbortSignal }) => readJson(`/moves/${encodeURIComponent(id)}`, orderSchema, signal),
  };
}
