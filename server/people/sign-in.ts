import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Outcome, Problem } from '@/lib/problem/problem';
import type { Database } from '@/server/db/schema';
import { foldName } from './fold-name';
import { passwordFits } from './passwords';
import type { Sessions } from './sessions';
import type { SignInLimit } from './sign-in-limit';

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
  readonly log: Logger;
}

/**
 * Checks name and password and makes a session. Refusals: `unauthenticated` without saying which of the two is wrong,
 * `too-many-requests` with the time until the next try, `unavailable`.
 */
export function createSignIn(parts: SignInParts): SignIn {
  const { db, sessions, limit, log } = parts;
  const check: SignIn = async (name, password, address) => {
    const folded = foldName(name.slice(0, longestInput));
    const waitSeconds = limit.take(folded, address);
    if (waitSeconds > 0) {
      return refused({ code: 'too-many-requests', detail: tooManyTries(waitSeconds), retryAfterSeconds: waitSeconds });
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
    if (!person || !fits) return refused({ code: 'unauthenticated', detail: 'The name or the password is wrong.' });
    limit.giveBack(folded, address);
    const session = await sessions.start({ id: person.id, passwordHash: person.password_hash }, address);
    if (session === null) return refused({ code: 'unauthenticated', detail: 'The name or the password is wrong.' });
    return { ok: true, value: { session, name: person.name } };
  };
  return (name, password, address) =>
    check(name, password, address).catch((err: unknown) => {
      log.error({ err }, 'a sign-in could not be checked');
      return refused({ code: 'unavailable', detail: 'Nobody can sign in right now: the database does not answer.' });
    });
}

/** For a person: how long to wait. */
export function tooManyTries(waitSeconds: number): string {
  return `Too many wrong passwords. Try again in ${waitSeconds} seconds.`;
}

function refused(problem: Problem): { ok: false; problem: Problem } {
  return { ok: false, problem };
}
