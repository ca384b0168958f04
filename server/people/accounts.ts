import type { Kysely } from 'kysely';
import { ulid } from 'ulid';
import { type Caller, roles } from '@/lib/access/access';
import type { AddPerson, ChangeOwnPassword, ChangeRole, Person } from '@/lib/access/person';
import { invalidField, ProblemError } from '@/lib/problem/problem';
import { isUniqueViolation } from '@/server/db/database-error';
import type { Database } from '@/server/db/schema';
import { foldName } from './fold-name';
import { hashPassword, passwordFits, randomPassword } from './passwords';
import { roleFrom } from './role-from';
import { refuseLimitedAdministrator, scopeColumn, scopeFrom } from './scope-column';
import type { Sessions } from './sessions';
import type { SignInLimit } from './sign-in-limit';
import { tooManyTries } from './sign-in';

export interface AccountParts {
  readonly db: Kysely<Database>;
  readonly clock: () => number;
  readonly sessions: Sessions;
  readonly limit: SignInLimit;
}

/** How many sessions a change has ended. */
interface SessionsEnded {
  readonly sessionsEnded: number;
}

/** The people who can sign in. Problems are thrown as {@link ProblemError}. */
export interface Accounts {
  list(): Promise<Person[]>;
  /** `password` is answered only if it was made here. Problems: `conflict` for a name that is taken. */
  add(input: AddPerson): Promise<{ person: Person; password?: string }>;
  /**
   * Changes role, scope or both. Whoever gets fewer rights, or another scope, is signed out, so that what is open ends too.
   * Problems: `not-found`, `conflict`, `invalid`.
   */
  changeRole(input: ChangeRole): Promise<Person & SessionsEnded>;
  /** Ends the person's sessions and answers the new password. Problems: `not-found`. */
  resetPassword(id: string): Promise<{ person: Person; password: string } & SessionsEnded>;
  /** Ends all sessions of the caller, this one too. Problems: `forbidden`, `invalid`, `too-many-requests`. */
  changeOwnPassword(caller: Caller, input: ChangeOwnPassword): Promise<void>;
  /** Ends the person's sessions. Problems: `not-found`, `conflict` for the last administrator. */
  remove(id: string): Promise<Person & SessionsEnded>;
}

const personColumns = ['id', 'name', 'role', 'scope', 'created_at'] as const;
type PersonRow = Pick<Database['people'], (typeof personColumns)[number]>;

export function createAccounts({ db, clock, sessions, limit }: AccountParts): Accounts {
  const serially = oneAtATime();

  const signedIn = async (id: string) =>
    (await db.selectFrom('sessions').select('id').where('person_id', '=', id).limit(1).executeTakeFirst()) !== undefined;

  const find = async (id: string): Promise<PersonRow> => {
    const row = await db
      .selectFrom('people')
      .select(personColumns)
      .where('id', '=', id)
      .executeTakeFirst();
    if (!row) throw new ProblemError('not-found', 'This person does not exist (any more).');
    return row;
  };

  const keepAnAdministrator = async (leaving: PersonRow) => {
    if (leaving.role !== 'administrator') return;
    const other = await db
      .selectFrom('people')
      .select('id')
      .where('role', '=', 'administrator')
      .where('id', '!=', leaving.id)
      .limit(1)
      .executeTakeFirst();
    if (!other) throw new ProblemError('conflict', `${leaving.name} is the last administrator: make another one first.`);
  };

  const setPassword = async (id: string, password: string) => {
    const passwordHash = await hashPassword(password);
    await db.updateTable('people').set({ password_hash: passwordHash }).where('id', '=', id).execute();
    return sessions.endAllOf(id);
  };

  return {
    async list() {
      const rows = await db.selectFrom('people').select(personColumns).orderBy('name_folded').execute();
      const open = await db.selectFrom('sessions').select('person_id').distinct().execute();
      const here = new Set(open.map((row) => row.person_id));
      return rows.map((row) => personFrom(row, here.has(row.id)));
    },
    async add({ name, role, scope = null, password }) {
      refuseLimitedAdministrator(role, scope);
      const given = password ?? randomPassword();
      const row = { id: ulid(clock()), name, role, scope: scopeColumn(scope), created_at: clock() };
      const secret = { name_folded: foldName(name), password_hash: await hashPassword(given) };
      try {
        await db.insertInto('people').values({ ...row, ...secret }).execute();
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        throw new ProblemError('conflict', `There is already somebody called ${name}.`, { cause: error });
      }
      const person = personFrom(row, false);
      return password === undefined ? { person, password: given } : { person };
    },
    changeRole: (change) =>
      serially(async () => {
        const { id } = change;
        const row = await find(id);
        const before = roleFrom(row.role);
        const role = change.role ?? before;
        const scope = change.scope === undefined ? row.scope : scopeColumn(change.scope);
        refuseLimitedAdministrator(role, scopeFrom(scope));
        if (role !== 'administrator') await keepAnAdministrator(row);
        await db.updateTable('people').set({ role, scope }).where('id', '=', id).execute();
        const isLess = roles.indexOf(role) < roles.indexOf(before) || scope !== row.scope;
        const sessionsEnded = isLess ? await sessions.endAllOf(id) : 0;
        return { ...personFrom({ ...row, role, scope }, await signedIn(id)), sessionsEnded };
      }),
    async resetPassword(id) {
      const row = await find(id);
      const password = randomPassword();
      const sessionsEnded = await setPassword(id, password);
      return { person: personFrom(row, false), password, sessionsEnded };
    },
    async changeOwnPassword(caller, { current, next }) {
      if (caller.kind !== 'person') throw new ProblemError('forbidden', 'Only a person who signed in has a password to change.');
      const row = await db.selectFrom('people').select('password_hash').where('id', '=', caller.id).executeTakeFirst();
      const name = foldName(caller.name);
      const waitSeconds = limit.take(name, caller.address);
      if (waitSeconds > 0) throw new ProblemError('too-many-requests', tooManyTries(waitSeconds), { retryAfterSeconds: waitSeconds });
      if (!(await passwordFits(row?.password_hash ?? null, current))) {
        throw invalidField('current', 'This is not your current password.');
      }
      limit.giveBack(name, caller.address);
      await setPassword(caller.id, next);
    },
    remove: (id) =>
      serially(async () => {
        const row = await find(id);
        await keepAnAdministrator(row);
        const sessionsEnded = await sessions.endAllOf(id);
        await db.deleteFrom('people').where('id', '=', id).execute();
        return { ...personFrom(row, false), sessionsEnded };
      }),
  };
}

function personFrom(row: PersonRow, signedIn: boolean): Person {
  return {
    id: row.id,
    name: row.name,
    role: roleFrom(row.role),
    scope: scopeFrom(row.scope),
    createdAt: new Date(row.created_at).toISOString(),
    signedIn,
  };
}

/** Runs changes one after the other, so that two at once cannot each remove the administrator whom the other one counted on. */
function oneAtATime(): <T>(change: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (change) => {
    const next = last.then(change, change);
    last = next.catch(() => undefined);
    return next;
  };
}
