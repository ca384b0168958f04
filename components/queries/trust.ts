import { trustSchema } from '@/lib/move/trust';
import { readJson } from '@/components/queries/read-json';

/** How the predictions for a cluster have done. */
export function trustQuery(cluster: string) {
  return {
    queryKey: ['trust', cluster],
    queryFn: ({ signal }: { signal?: AbortSignal }) => readJson(`/clusters/${encodeURIComponent(cluster)}/trust`, trustSchema, signal),
  };
}
