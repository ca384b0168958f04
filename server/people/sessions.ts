import type { Kysely } from 'kysely';
import type { Caller } from '@/lib/access/access';
import { isMissingReference } from '@/server/db/database-error';
import type { Database } from '@/server/db/schema';
import type { Ended } from './ended';
import { roleFrom } from './role-from';
import { scopeFrom } from './scope-column';
import { randomToken, tokenDigest } from './token-digest';

/** However busy, a session ends 12 hours after sign-in. */
const longestMs = 12 * 3_600_000;
/** Without any request it ends after an hour. */
const idleMs = 3_600_000;
/** How old "last seen" may get before it is written again: one write a minute, not one per request. */
const seenStepMs = 60_000;
const sessionForm = /^[\w-]{43}$/;

export interface SessionParts {
  readonly db: Kysely<Database>;
  readonly clock: () => number;
  readonly ended: Ended;
}

/** The sessions of people who signed in: rows whose id is the SHA-256 of what the browser holds. */
export interface Sessions {
  /**
   * Makes a session and returns what goes into the cookie; null if the person was removed, or the password changed, since
   * `passwordHash` was read: who removes somebody must not leave a session that started a moment before.
   */
  start(person: { id: string; passwordHash: string }, address: string | null): Promise<string | null>;
  caller(session: string, address: string | null): Promise<Caller | null>;
  /** Answers whose it was, and from where they had signed in; null if there was none. */
  end(session: string): Promise<{ id: string; name: string; address: string | null } | null>;
  /** Answers how many there were. */
  endAllOf(personId: string): Promise<number>;
  endExpired(): Promise<void>;
}

/** The name under which the end of a session is told, and under which its streams are kept. */
export function sessionKey(session: string): string {
  return tokenDigest(session);
}

export function createSessions({ db, clock, ended }: SessionParts): Sessions {
  const endWhere = async (column: 'id' | 'person_id', value: string) => {
    const rows = await db.deleteFrom('sessions').where(column, '=', value).returning('id').execute();
    ended.tell(rows.map((row) => row.id));
    return rows.length;
  };
  return {
    async start(person, address) {
      const session = randomToken();
      const now = clock();
      const row = { id: sessionKey(session), created_at: now, last_seen_at: now, expires_at: now + longestMs, address };
      try {
        await db.insertInto('sessions').values({ ...row, person_id: person.id }).execute();
      } catch (error) {
        if (isMissingReference(error)) return null;
        throw error;
      }
      const current = await db.selectFrom('people').select('password_hash').where('id', '=', person.id).executeTakeFirst();
      if (current?.password_hash === person.passwordHash) return session;
      await endWhere('id', row.id);
      return null;
    },
    async caller(session, address) {
      if (!sessionForm.test(session)) return null;
      const id = sessionKey(session);
      const row = await db
        .selectFrom('sessions')
        .innerJoin('people', 'people.id', 'sessions.person_id')
        .select(['people.id', 'people.name', 'people.role', 'people.scope', 'sessions.last_seen_at', 'sessions.expires_at'])
        .where('sessions.id', '=', id)
        .executeTakeFirst();
      if (!row) return null;
      const now = clock();
      if (now >= row.expires_at || now >= row.last_seen_at + idleMs) {
        await endWhere('id', id);
        return null;
      }
      if (now >= row.last_seen_at + seenStepMs) {
        await db.updateTable('sessions').set({ last_seen_at: now }).where('id', '=', id).execute();
      }
      return { kind: 'person', id: row.id, name: row.name, role: roleFrom(row.role), scope: scopeFrom(row.scope), address };
    },
    async end(session) {
      const id = sessionKey(session);
      const whose = await db
        .selectFrom('sessions')
        .innerJoin('people', 'people.id', 'sessions.person_id')
        .select(['people.id', 'people.name', 'sessions.address'])
        .where('sessions.id', '=', id)
        .executeTakeFirst();
      return (await endWhere('id', id)) > 0 ? (whose ?? null) : null;
    },
    endAllOf: (personId) => endWhere('person_id', personId),
    async endExpired() {
      const now = clock();
      const rows = await db
        .deleteFrom('sessions')
        .where((eb) => eb.or([eb('expires_at', '<=', now), eb('last_seen_at', '<=', now - idleMs)]))
        .returning('id')
        .execute();
      ended.tell(rows.map((row) => row.id));
    },
  };
}
