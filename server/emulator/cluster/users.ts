import { createHash, timingSafeEqual } from 'node:crypto';
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

const foundAtMost = 20;

/** JID of a user: the same in every run, and in lower case as the product keeps it. */
export const jidOf = (cluster: string, user: string): string => `${user}@${cluster}`.toLowerCase();

/** The user with this JID and password, whatever the case of the JID; null if there is none. */
export function userWithPassword(cluster: ClusterConfiguration, username: string, password: string): User | null {
  const user = userByJid(cluster, username.toLowerCase());
  const expected = cluster.passwords.get(user?.userJid ?? '');
  // Compared in any case: how long the answer takes does not tell which users there are.
  const matches = timingSafeEqual(digest(password), digest(expected ?? ''));
  return user !== null && expected !== undefined && matches ? user : null;
}

export function userByJid({ database, users }: ClusterConfiguration, userJid: string): User | null {
  return users.get(database.lookUp('users', 'userJid', userJid)[0]?.id ?? '') ?? null;
}

export function isMember({ database }: ClusterConfiguration, coSpace: string, userJid: string): boolean {
  return database.lookUp('coSpaceUsers', 'userJid', userJid).some(({ parent }) => parent === coSpace);
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
export function findUsers({ users }: ClusterConfiguration, query: string): User[] {
  const wanted = query.toLowerCase();
  return [...users.values()]
    .filter(({ name, userJid, email }) => [name, userJid, email].some((text) => text.toLowerCase().includes(wanted)))
    .slice(0, foundAtMost);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
