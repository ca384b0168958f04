import type { Scope } from '@/lib/access/scope';

/** Who may do what. Roles nest: each has the rights of the ones before it. */
export const roles = ['viewer', 'operator', 'administrator'] as const;
export type Role = (typeof roles)[number];

export const permissions = [
  'meetings.read',
  'moves.read',
  'moves.submit',
  'diagnoses.make',
  'call-bridges.read',
  'call-bridges.write',
  'people.read',
  'people.write',
  'tokens.read',
  'tokens.write',
  'audit.read',
  'audit.export',
  'webhooks.read',
  'webhooks.write',
  'stop-all',
  'rehearsal.read',
  'rehearsal.write',
] as const;
export type Permission = (typeof permissions)[number];

const leastRole: Record<Permission, Role> = {
  'meetings.read': 'viewer',
  'moves.read': 'viewer',
  'moves.submit': 'operator',
  'diagnoses.make': 'operator',
  'call-bridges.read': 'viewer',
  'call-bridges.write': 'administrator',
  'people.read': 'administrator',
  'people.write': 'administrator',
  'tokens.read': 'administrator',
  'tokens.write': 'administrator',
  'audit.read': 'administrator',
  'audit.export': 'administrator',
  'webhooks.read': 'administrator',
  'webhooks.write': 'administrator',
  'stop-all': 'operator',
  'rehearsal.read': 'viewer',
  'rehearsal.write': 'operator',
};

/** Whoever asks: a person with a session, a script with a token, or Usher itself. */
export interface Caller {
  readonly kind: 'person' | 'token' | 'system';
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** What the role is limited to; null for no limit, which an administrator always has. */
  readonly scope: Scope | null;
  /** Network address that the request came from; null for Usher itself. */
  readonly address: string | null;
}

/** By whom something was sent: what is known of them on record, where rights may have changed since. */
export interface Sender {
  /** `unknown`: of a move that was only seen. */
  readonly kind: Caller['kind'] | 'unknown';
  readonly id: string;
}

/** What somebody may do, and where. */
export type Rights = Pick<Caller, 'role' | 'scope'>;

/** Of whoever may not come in (any more). */
export const noRights: Rights = { role: 'viewer', scope: { clusters: [], spaces: [] } };

export type Permitted = { permitted: true } | { permitted: false; needs: Role };

/** Whether a role carries a permission; if not, the least role that would. */
export function permits(role: Role, permission: Permission): Permitted {
  const needs = leastRole[permission];
  return roles.indexOf(role) >= roles.indexOf(needs) ? { permitted: true } : { permitted: false, needs };
}
