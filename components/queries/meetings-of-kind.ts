import type { ParticipantKind } from '@/lib/meeting/participant';
import { livePageOf } from '@/components/queries/live-page';
import { readAllPages } from '@/components/queries/read-all-pages';
import { readJson } from '@/components/queries/read-json';

const schema = livePageOf<{ id: string }>();
const againEveryMs = 5_000;

/** Ids of the meetings that have somebody of a kind in them; read again now and then, since no change tells of it. Idle for null. */
export function meetingsOfKindQuery(kind: ParticipantKind | null) {
  return {
    queryKey: ['meetings', 'of-kind', kind],
    queryFn: async ({ signal }: { signal?: AbortSignal }) => {
      const path = `/meetings?kind=${kind}&limit=500`;
      const { items } = await readAllPages((cursor) => readJson(`${path}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`, schema, signal));
      return new Set(items.map(({ id }) => id));
    },
    enabled: kind !== null,
    refetchInterval: againEveryMs,
  };
}
