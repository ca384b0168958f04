import type { Kysely } from 'kysely';
import type { Database } from '@/server/db/schema';
import type { Accounts } from './accounts';

/**
 * Makes the first administrator if nobody can sign in yet. Answers the name, and the password if it was made here and has to be
 * shown; null if there is somebody already.
 */
export type FirstAdministrator = (wanted: {
  name: string;
  /** USHER_ADMIN_PASSWORD; null for a random one. */
  password: string | null;
}) => Promise<{ name: string; password: string | null } | null>;

export function createFirstAdministrator(parts: { db: Kysely<Database>; accounts: Accounts }): FirstAdministrator {
  const { db, accounts } = parts;
  return async ({ name, password }) => {
    const somebody = await db.selectFrom('people').select('id').limit(1).executeTakeFirst();
    if (somebody) return null;
    const made = await accounts.add({ name, role: 'administrator', ...(password === null ? {} : { password }) });
    return { name: made.person.name, password: made.password ?? null };
  };
}
