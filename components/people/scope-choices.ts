import type { Scope } from '@/lib/access/scope';
import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { Meeting } from '@/lib/meeting/meeting';
import { compareNames } from '@/lib/meeting/compare-names';

/** What a role can be limited to, as it is known now: clusters, and in each the spaces that are in use or were chosen before. */
export interface ClusterChoice {
  readonly id: string;
  readonly name: string;
  readonly spaces: readonly { readonly id: string; readonly name: string }[];
}

/** The clusters and spaces to choose from, by name. What was chosen stays in it, also where it is not known any more. */
export function scopeChoices(bridges: readonly CallBridge[], meetings: readonly Meeting[], chosen: Scope | null): ClusterChoice[] {
  const clusters = new Map<string, { name: string; spaces: Map<string, string> }>();
  const clusterOf = (id: string) => {
    let cluster = clusters.get(id);
    if (!cluster) clusters.set(id, (cluster = { name: id, spaces: new Map() }));
    return cluster;
  };
  for (const { cluster, id } of chosen?.spaces ?? []) clusterOf(cluster).spaces.set(id, `${id} (no meeting now)`);
  for (const id of chosen?.clusters ?? []) clusterOf(id);
  for (const { cluster } of bridges) clusterOf(cluster.id).name = cluster.name;
  for (const { cluster, space, name } of meetings) if (space !== null) clusterOf(cluster.id).spaces.set(space, name);
  const byName = (a: { name: string }, b: { name: string }) => compareNames(a.name, b.name);
  return [...clusters]
    .map(([id, { name, spaces }]) => ({ id, name, spaces: [...spaces].map(([space, named]) => ({ id: space, name: named })).sort(byName) }))
    .sort(byName);
}

/** A scope with one cluster more or less. Its spaces are in it anyway. */
export function withCluster({ clusters, spaces }: Scope, cluster: string, isIn: boolean): Scope {
  const others = clusters.filter((id) => id !== cluster);
  return isIn ? { clusters: [...others, cluster], spaces: spaces.filter((space) => space.cluster !== cluster) } : { clusters: others, spaces };
}

/** A scope with one space more or less. */
export function withSpace({ clusters, spaces }: Scope, space: Scope['spaces'][number], isIn: boolean): Scope {
  const others = spaces.filter(({ cluster, id }) => cluster !== space.cluster || id !== space.id);
  return { clusters, spaces: isIn ? [...others, space] : others };
}

/** A scope in a few words, for a table. */
export function scopeWords(scope: Scope | null, clusterName: (id: string) => string): string {
  if (scope === null) return 'Everything';
  const spaces = scope.spaces.length;
  return [...scope.clusters.map(clusterName), ...(spaces > 0 ? [spaces === 1 ? '1 space' : `${spaces} spaces`] : [])].join(', ');
}
