import { tracingSchema, type Tracing } from '@/lib/meeting/tracing';
import { readJson } from '@/components/queries/read-json';

/** While it is on, others may end it. */
const againEveryMs = 30_000;

/** Whether a bridge traces the requests to its API, asked of the bridge. */
export function tracingQuery(callBridge: string) {
  return {
    queryKey: ['tracing', callBridge],
    queryFn: ({ signal }: { signal?: AbortSignal }) => readJson(`/call-bridges/${encodeURIComponent(callBridge)}/tracing`, tracingSchema, signal),
    refetchInterval: ({ state }: { state: { data?: Tracing } }) => (state.data?.secondsLeft ? againEveryMs : false as const),
    retry: false,
  };
}
