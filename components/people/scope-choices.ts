import type { Scope } from '@/lib/access/scope';
import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { Meeting } from '@/lib/meeting/meeting';
import { compareNames } from '@/lib/meeting/compare-names';
import type { Space, SpaceId, SpacesById } from '@/lib/meeting/space';

/** A cluster that a role can be limited to. */
export interface ClusterChoice {
  readonly id: string;
  readonly name: string;
}

/** A space that a role can be limited to. `clusterName` tells apart those that are called the same. */
export interface SpaceChoice {
  readonly id: string;
  readonly cluster: string;
  readonly name: string;
  readonly clusterName: string;
  /** Why it is called by its id; null where its name is known, or still being read. */
  readonly nameless: 'not-there' | 'unanswered' | null;
}

/** The clusters to choose from, by name. What was chosen stays in it, also where it is not known any more. */
export function clusterChoices(bridges: readonly CallBridge[], chosen: Scope | null): ClusterChoice[] {
  const names = new Map((chosen?.clusters ?? []).map((id) => [id, id]));
  for (const { cluster } of bridges) names.set(cluster.id, cluster.name);
  return [...names].map(([id, name]) => ({ id, name })).sort((a, b) => compareNames(a.name, b.name));
}

/** What names of spaces are known from. */
export interface KnownSpaces {
  readonly clusters: readonly ClusterChoice[];
  readonly meetings: readonly Meeting[];
  readonly found: readonly Space[];
  /** What the bridges said of those that were chosen before; null until they have. */
  readonly lookedUp: SpacesById | null;
}

/** The spaces to choose from: first those that are chosen, then what was found; none of a cluster that is chosen as a whole. */
export function spaceChoices({ clusters, spaces }: Scope, known: KnownSpaces): SpaceChoice[] {
  const clusterNames = new Map(known.clusters.map(({ id, name }) => [id, name]));
  const names = namesOf(known);
  const choice = ({ cluster, id }: SpaceId): SpaceChoice => {
    const name = names.get(keyOf(cluster, id));
    return { id, cluster, name: name ?? id, clusterName: clusterNames.get(cluster) ?? cluster, nameless: name === undefined ? namelessBy(known, { cluster, id }) : null };
  };
  const chosen = spaces.map(choice).sort((a, b) => Number(a.nameless !== null) - Number(b.nameless !== null) || compareNames(a.name, b.name));
  const isChosen = new Set(chosen.map(({ cluster, id }) => keyOf(cluster, id)));
  const others = known.found.filter(({ cluster, id }) => !clusters.includes(cluster.id) && !isChosen.has(keyOf(cluster.id, id)));
  return [...chosen, ...others.map(({ cluster, id }) => choice({ cluster: cluster.id, id }))];
}

function namesOf({ meetings, found, lookedUp }: KnownSpaces): Map<string, string> {
  const names = new Map<string, string>();
  for (const { cluster, space, name } of meetings) if (space !== null) names.set(keyOf(cluster.id, space), name);
  for (const { cluster, id, name } of [...found, ...(lookedUp?.items ?? [])]) names.set(keyOf(cluster.id, id), name);
  return names;
}

function namelessBy({ lookedUp }: KnownSpaces, { cluster, id }: SpaceId): SpaceChoice['nameless'] {
  if (lookedUp === null) return null;
  return lookedUp.unanswered.some((one) => one.cluster === cluster && one.id === id) ? 'unanswered' : 'not-there';
}

/** What stands beside a space to choose: why it has no name, else its cluster where there are several. */
export function spaceNote({ clusterName, nameless }: SpaceChoice, manyClusters: boolean): string | undefined {
  if (nameless === 'not-there') return `Not in ${clusterName}`;
  if (nameless === 'unanswered') return `No answer from ${clusterName}`;
  return manyClusters ? clusterName : undefined;
}

function keyOf(cluster: string, space: string): string {
  return `${cluster} ${space}`;
}

/** A scope with one cluster more or less. Its spaces are in it anyway. */
export function withCluster({ clusters, spaces }: Scope, cluster: string, isIn: boolean): Scope {
  const others = clusters.filter((id) => id !== cluster);
  return isIn ? { clusters: [...others, cluster], spaces: spaces.filter((space) => space.cluster !== cluster) } : { clusters: others, spaces };
}

/** A scope with one space more or less. */
export function withSpace({ clusters, spaces }: Scope, space: Scope['spaces'][number], isIn: boolean): Scope {
  const others = spaces.filter(({ cluster, id }) => cluster !== space.cluster || id !== space.id);
  return { clusters, spaces: isIn ? [...others, { cluster: space.cluster, id: space.id }] : others };
}

/** A scope in a few words, for a table. */
export function scopeWords(scope: Scope | null, clusterName: (id: string) => string): string {
  if (scope === null) return 'Everything';
  const spaces = scope.spaces.length;
  return [...scope.clusters.map(clusterName), ...(spaces > 0 ? [spaces === 1 ? '1 space' : `${spaces} spaces`] : [])].join(', ');
}
