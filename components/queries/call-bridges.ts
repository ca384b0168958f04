import type { CallBridge } from '@/lib/meeting/call-bridge';
import { livePageOf } from '@/components/queries/live-page';
import { readJson } from '@/components/queries/read-json';

const schema = livePageOf<CallBridge>();

/** All call bridges that Usher knows; there are never more than one page holds. */
export function callBridgesQuery() {
  return {
    queryKey: ['call-bridges'],
    queryFn: ({ signal }: { signal?: AbortSignal }) => readJson('/call-bridges?limit=500', schema, signal),
  };
}
