import { mostSpacesAtOnce, spacesByIdSchema, type SpaceId, type SpacesById } from '@/lib/meeting/space';
import { readJson } from '@/components/queries/read-json';

/** Spaces of which only the ids are known, read from the bridges: a part after the other, since a list may be longer than one question. */
export function spaceDetailsQuery(spaces: readonly SpaceId[]) {
  const ids = spaces.map(({ cluster, id }) => `${cluster}/${id}`);
  return {
    queryKey: ['space-details', ...ids],
    queryFn: async ({ signal }: { signal?: AbortSignal }): Promise<SpacesById> => {
      const parts: SpacesById[] = [];
      for (let at = 0; at < ids.length; at += mostSpacesAtOnce) {
        const list = ids.slice(at, at + mostSpacesAtOnce).join(',');
        parts.push(await readJson(`/space-details?spaces=${encodeURIComponent(list)}`, spacesByIdSchema, signal));
      }
      return { items: parts.flatMap(({ items }) => items), unanswered: parts.flatMap(({ unanswered }) => unanswered) };
    },
    staleTime: 30_000,
  };
}
