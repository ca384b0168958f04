import type { ConfigurationObject, Database } from './database';

/** The user with this JID, which is kept in lower case; undefined if there is none. */
export function userByJid(database: Database, userJid: string | undefined): ConfigurationObject | undefined {
  return userJid === undefined ? undefined : database.lookUp('users', 'userJid', userJid)[0];
}
