import { isOpenTo, scopeOf } from '../../cluster/admission';
import type { AccessMethod, ClusterConfiguration, CoSpace } from '../../cluster/configuration';
import { isMember } from '../../cluster/users';
import type { User } from '../../cluster/users';
import type { SpaceDetails, SpaceSummary, VisibleAccessMethod } from '../../protocol/account';

/** A space in a member's list. */
export function summaryOf({ id, name, uri, callId }: CoSpace | AccessMethod): SpaceSummary {
  return { id, name, uri, numericId: callId };
}

/** A space with the ways in that this member may use; null if there is no such space or they are no member. */
export function detailsOf(cluster: ClusterConfiguration, { userJid }: User, coSpace: string): SpaceDetails | null {
  const space = cluster.coSpaces.get(coSpace);
  if (!space || !isMember(cluster, coSpace, userJid)) return null;
  const methods = cluster.database
    .list('accessMethods', coSpace)
    .flatMap(({ id }) => cluster.accessMethods.get(id) ?? [])
    .filter(({ id }) => isOpenTo(cluster, { coSpace: space, accessMethod: id }, userJid));
  return { ...wayView(cluster, space, null), accessMethods: methods.map((method) => wayView(cluster, space, method)) };
}

/** A way into a space with what is needed to come in; `method` is null for the space's own. */
export function wayView(cluster: ClusterConfiguration, space: CoSpace, method: AccessMethod | null): VisibleAccessMethod {
  const way = method ?? space;
  const scope = scopeOf(cluster, { coSpace: space, accessMethod: method?.id ?? null });
  return { ...summaryOf(way), scope, passcode: way.passcode, secret: way.secret };
}
