import { createHash, timingSafeEqual } from 'node:crypto';
import { guidOf } from '../ids';
import type { ClusterConfiguration, CoSpace } from './configuration';

/** A web app user. In the product they come from LDAP, which is also who knows their passwords. */
export interface User {
  readonly id: string;
  readonly userJid: string;
  readonly name: string;
  readonly email: string;
}

/** A user as a scenario wants one. */
export interface UserDefinition {
  /** User part of the JID. */
  readonly user: string;
  readonly name: string;
  readonly password: string;
}

/** The users of a cluster, and of which spaces they are members. */
export interface Directory {
  readonly users: ReadonlyMap<string, User>;
  /** By JID. */
  readonly passwords: ReadonlyMap<string, string>;
  /** JIDs by space. */
  readonly members: ReadonlyMap<string, ReadonlySet<string>>;
}

const foundAtMost = 20;

/** JID of a user: the same in every run, and in lower case as the product keeps it. */
export const jidOf = (cluster: string, user: string): string => `${user}@${cluster}`.toLowerCase();

export function directoryOf(
  cluster: string,
  users: readonly UserDefinition[],
  members: ReadonlyMap<string, readonly string[]>,
): Directory {
  const entries = users.map(({ user, name, password }) => {
    const userJid = jidOf(cluster, user);
    return { password, user: { id: guidOf(`user ${userJid}`), userJid, name, email: userJid } };
  });
  return {
    users: new Map(entries.map(({ user }) => [user.userJid, user])),
    passwords: new Map(entries.map(({ user, password }) => [user.userJid, password])),
    members: new Map([...members].map(([space, names]) => [space, new Set(names.map((user) => jidOf(cluster, user)))])),
  };
}

/** The user with this JID and password, whatever the case of the JID; null if there is none. */
export function userWithPassword({ directory }: ClusterConfiguration, username: string, password: string): User | null {
  const user = directory.users.get(username.toLowerCase());
  const expected = directory.passwords.get(user?.userJid ?? '');
  // Compared in any case: how long the answer takes does not tell which users there are.
  const matches = timingSafeEqual(digest(password), digest(expected ?? ''));
  return user !== undefined && expected !== undefined && matches ? user : null;
}

export function userByJid({ directory }: ClusterConfiguration, userJid: string): User | null {
  return directory.users.get(userJid) ?? null;
}

export function isMember({ directory }: ClusterConfiguration, coSpace: string, userJid: string): boolean {
  return directory.members.get(coSpace)?.has(userJid) ?? false;
}

/** `user` of an entrance: the JID of somebody who is a member of the space that they come into, null for all others. */
export function memberOf(cluster: ClusterConfiguration, coSpace: string | null, userJid: string | null): string | null {
  return coSpace !== null && userJid !== null && isMember(cluster, coSpace, userJid) ? userJid : null;
}

/** The spaces that a user is a member of. */
export function spacesOf(cluster: ClusterConfiguration, userJid: string): CoSpace[] {
  return [...cluster.coSpaces.values()].filter(({ id }) => isMember(cluster, id, userJid));
}

/** Users whose name, JID or email holds the text, whatever its case; at most 20. */
export function findUsers({ directory }: ClusterConfiguration, query: string): User[] {
  const wanted = query.toLowerCase();
  return [...directory.users.values()]
    .filter(({ name, userJid, email }) => [name, userJid, email].some((text) => text.toLowerCase().includes(wanted)))
    .slice(0, foundAtMost);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
