import type { Notice } from '@/lib/move/notice';
import { livePageOf } from '@/components/queries/live-page';
import { readJson } from '@/components/queries/read-json';

const schema = livePageOf<Notice>();

/** Who was lost on the way and may need help: those who wait longest. */
export function noticesQuery() {
  return {
    queryKey: ['notices'],
    queryFn: ({ signal }: { signal?: AbortSignal }) => readJson('/notices?limit=500', schema, signal),
  };
}
