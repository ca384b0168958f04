import { z } from 'zod';
import { idInput } from '@/lib/access/name';

/**
 * What a role is limited to: the meetings of whole clusters, and those of single spaces. A space is known by its cluster
 * too, since two clusters that grew from one database have spaces with the same id.
 */
export const scopeSchema = z.object({
  clusters: z.array(z.string()),
  spaces: z.array(z.object({ cluster: z.string(), id: z.string() })),
});
export type Scope = z.infer<typeof scopeSchema>;

/** A scope as somebody gives it; null lifts the limit. A limit to nothing is no limit that anybody means. */
export const scopeInput = z
  .strictObject({
    clusters: z.array(idInput).max(100, 'At most 100 clusters.').default([]),
    spaces: z.array(z.strictObject({ cluster: idInput, id: idInput })).max(500, 'At most 500 spaces.').default([]),
  })
  .refine(({ clusters, spaces }) => clusters.length + spaces.length > 0, 'Name at least one cluster or space.')
  .nullable();

/** Where a meeting takes place, as far as a scope asks. `space` is null for ad hoc calls, and until a bridge has said. */
export interface Place {
  readonly cluster: string;
  readonly space: string | null;
}

/** Whether a meeting belongs to a scope; null stands for no limit. What is not known to belong does not. */
export function isInScope(scope: Scope | null, place: Place | null): boolean {
  if (scope === null) return true;
  if (place === null) return false;
  return scope.clusters.includes(place.cluster) || scope.spaces.some(({ cluster, id }) => cluster === place.cluster && id === place.space);
}

/** Whether a cluster and its bridges are shown: those that any meeting of the scope can be on. */
export function seesCluster(scope: Scope | null, cluster: string): boolean {
  return scope === null || scope.clusters.includes(cluster) || scope.spaces.some((space) => space.cluster === cluster);
}

/** Whether all of a cluster belongs to a scope, so that what concerns the whole cluster may be asked for. */
export function holdsCluster(scope: Scope | null, cluster: string): boolean {
  return scope === null || scope.clusters.includes(cluster);
}
