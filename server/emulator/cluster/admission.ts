import type { Scope } from '../protocol/account';
import type { JoinCode } from '../protocol/c2w';
import { wayInByNumericId } from './configuration';
import type { ClusterConfiguration, WayIn } from './configuration';
import { waysIn } from './database/ways-in';
import { isMember } from './users';
import { knowsNumbersOf, webBridgeRulesOf } from './web-bridge-rules';

/** Somebody at the door of a meeting, with what they bring. */
export interface Visitor {
  /** JID of a user who signed in; null for a guest. */
  readonly userJid: string | null;
  readonly webBridge: string;
  readonly numericId: string;
  readonly passcode: string;
  readonly secret: string;
}

export type Admission = { ok: true; way: WayIn } | { ok: false; code: JoinCode };

/**
 * Whether somebody comes in by a web bridge, and by which way. A secret stands for the passcode; so does being a member
 * of the space, who can see the passcode anyhow.
 */
export function admit(cluster: ClusterConfiguration, visitor: Visitor): Admission {
  const { userJid, webBridge, numericId, passcode, secret } = visitor;
  const rules = webBridgeRulesOf(cluster, webBridge);
  if (userJid === null && !rules.allowUnauthenticatedGuests) return refused('guests-not-admitted');
  const way = (secret === '' ? null : wayInBySecret(cluster, numericId, secret)) ?? wayInByNumericId(cluster, numericId, passcode);
  if (!way || !knowsNumbersOf(cluster, webBridge, way.coSpace.id)) return refused('meeting-not-found');
  if (userJid === null && !rules.resolveCoSpaceCallIds) return refused('meeting-not-found');
  if (!isOpenTo(cluster, way, userJid)) return refused('members-only');
  if (userJid !== null && isMember(cluster, way.coSpace.id, userJid)) return { ok: true, way };
  if (secret !== '') {
    if (!rules.allowSecrets) return refused('way-closed');
    return secretOf(cluster, way) === secret ? { ok: true, way } : refused('secret-wrong');
  }
  if (way.passcode === null) return { ok: true, way };
  if (!rules.allowPasscodes) return refused('way-closed');
  if (passcode === '') return refused('passcode-required');
  return passcode === way.passcode ? { ok: true, way } : refused('passcode-wrong');
}

/** Who may use a way in, from a space's `nonMemberAccess` and an access method's `scope`. */
export function scopeOf({ database }: ClusterConfiguration, { coSpace, accessMethod }: Pick<WayIn, 'coSpace' | 'accessMethod'>): Scope {
  if (database.get('coSpaces', coSpace.id)?.values['nonMemberAccess'] === 'false') return 'member';
  const scope = accessMethod === null ? undefined : database.get('accessMethods', accessMethod)?.values['scope'];
  return scope === 'private' || scope === 'member' ? scope : 'public';
}

/** Whether a way in is for this user, or with null for guests. A private one is for the owner of the space. */
export function isOpenTo(cluster: ClusterConfiguration, way: Pick<WayIn, 'coSpace' | 'accessMethod'>, userJid: string | null): boolean {
  switch (scopeOf(cluster, way)) {
    case 'public':
      return true;
    case 'member':
      return userJid !== null && isMember(cluster, way.coSpace.id, userJid);
    case 'private':
      return userJid !== null && cluster.database.get('coSpaces', way.coSpace.id)?.values['ownerJid'] === userJid;
  }
}

function wayInBySecret({ database, coSpaces }: ClusterConfiguration, numericId: string, secret: string): WayIn | null {
  const way = waysIn(database, 'secret', secret).find(({ values }) => values['callId'] === numericId);
  const coSpace = coSpaces.get(way?.parent ?? way?.id ?? '');
  if (!way || !coSpace) return null;
  return { coSpace, accessMethod: way.parent === null ? null : way.id, numericId, passcode: way.values['passcode'] ?? null };
}

function secretOf({ accessMethods }: ClusterConfiguration, { coSpace, accessMethod }: WayIn): string {
  return accessMethod === null ? coSpace.secret : (accessMethods.get(accessMethod)?.secret ?? '');
}

function refused(code: JoinCode): Admission {
  return { ok: false, code };
}
