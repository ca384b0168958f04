import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Outcome, Problem } from '@/lib/problem/problem';
import type { Database } from '@/server/db/schema';
import { foldName } from './fold-name';
import { passwordFits } from './passwords';
import type { Sessions } from './sessions';
import type { SignInLimit } from './sign-in-limit';
import type { SignInRecords, Trier } from './sign-in-records';

/** Longer input cannot be right, and is not hashed. */
const longestInput = 1_000;

export type SignIn = (
  name: string,
  password: string,
  address: string | null,
) => Promise<Outcome<{ session: string; name: string }>>;

export interface SignInParts {
  readonly db: Kysely<Database>;
  readonly sessions: Sessions;
  readonly limit: SignInLimit;
  readonly records: SignInRecords;
  readonly log: Logger;
}

interface Try {
  readonly who: Trier;
  readonly outcome: Outcome<{ session: string; name: string }>;
}

/**
 * Checks name and password and makes a session; however it ends, it is on record before it is answered. Refusals: `unauthenticated` without saying which of the two is wrong,
 * `too-many-requests` with the time until the next try, `unavailable`.
 */
export function createSignIn(parts: SignInParts): SignIn {
  const { db, sessions, limit, records, log } = parts;
  const check = async (name: string, password: string, address: string | null): Promise<Try> => {
    const folded = foldName(name.slice(0, longestInput));
    const waitSeconds = limit.take(folded, address);
    if (waitSeconds > 0) {
      return refused(null, { code: 'too-many-requests', detail: tooManyTries(waitSeconds), retryAfterSeconds: waitSeconds });
    }
    // Both databases refuse NUL: nobody has such a name.
    const possible = name.length <= longestInput && password.length <= longestInput && !folded.includes('\0');
    const person = possible
      ? await db
          .selectFrom('people')
          .select(['id', 'name', 'password_hash'])
          .where('name_folded', '=', folded)
          .executeTakeFirst()
      : undefined;
    const fits = await passwordFits(person?.password_hash ?? null, password.slice(0, longestInput));
    if (!person || !fits) return refused(person ?? null, { code: 'unauthenticated', detail: 'The name or the password is wrong.' });
    limit.giveBack(folded, address);
    const session = await sessions.start({ id: person.id, passwordHash: person.password_hash }, address);
    if (session === null) return refused(person, { code: 'unauthenticated', detail: 'The name or the password is wrong.' });
    return { who: person, outcome: { ok: true, value: { session, name: person.name } } };
  };
  return async (name, password, address) => {
    try {
      const { who, outcome } = await check(name, password, address);
      await records.tried(who, address, outcome.ok ? 'ok' : outcome.problem.code);
      return outcome;
    } catch (err) {
      log.error({ err }, 'a sign-in could not be checked');
      return { ok: false, problem: { code: 'unavailable', detail: 'Nobody can sign in right now: the database does not answer.' } };
    }
  };
}

/** For a person: how long to wait. */
export function tooManyTries(waitSeconds: number): string {
  return `Too many wrong passwords. Try again in ${waitSeconds} seconds.`;
}

function refused(who: Trier, problem: Problem): Try {
  return { who, outcome: { ok: false, problem } };
}
