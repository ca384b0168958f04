import type { AccessMethod, ClusterConfiguration, CoSpace } from '../../cluster/configuration';
import { isMember } from '../../cluster/users';
import type { User } from '../../cluster/users';
import type { SpaceDetails, SpaceSummary, VisibleAccessMethod } from '../../protocol/account';

/** A space in a member's list. */
export function summaryOf({ id, name, uri, callId }: CoSpace | AccessMethod): SpaceSummary {
  return { id, name, uri, numericId: callId };
}

/** A space with the ways in that this member may see; null if there is no such space or they are no member. */
export function detailsOf(cluster: ClusterConfiguration, user: User, coSpace: string): SpaceDetails | null {
  const space = cluster.coSpaces.get(coSpace);
  if (!space || !isMember(cluster, coSpace, user.userJid)) return null;
  const methods = [...cluster.accessMethods.values()].filter((method) => method.coSpace === coSpace);
  return { ...methodView(space), accessMethods: methods.map(methodView) };
}

function methodView(method: CoSpace | AccessMethod): VisibleAccessMethod {
  return { ...summaryOf(method), scope: 'public', passcode: method.passcode, secret: method.secret };
}
