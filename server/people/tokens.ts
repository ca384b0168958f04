import { timingSafeEqual } from 'node:crypto';
import type { Kysely } from 'kysely';
import { ulid } from 'ulid';
import type { Caller } from '@/lib/access/access';
import type { CreateToken, Token } from '@/lib/access/token';
import { ProblemError } from '@/lib/problem/problem';
import type { Database } from '@/server/db/schema';
import type { Ended } from './ended';
import { KnownTokens, type KnownToken } from './known-tokens';
import { roleFrom } from './role-from';
import { refuseLimitedAdministrator, scopeColumn, scopeFrom } from './scope-column';
import type { TokenAddresses } from './token-addresses';
import { randomToken, tokenDigest } from './token-digest';

const dayMs = 86_400_000;
/** How old "last used" may get before it is written again. */
const usedStepMs = 60_000;
/** No token of ours is longer, and USHER_API_TOKEN is an environment variable. */
const longestToken = 4_096;

export interface TokenParts {
  readonly db: Kysely<Database>;
  readonly clock: () => number;
  readonly ended: Ended;
  /** USHER_API_TOKEN; null if it is not set. */
  readonly apiToken: string | null;
  readonly addresses: Pick<TokenAddresses, 'note'>;
}

/** The tokens of scripts. Problems are thrown as {@link ProblemError}. */
export interface Tokens {
  list(): Promise<Token[]>;
  /** `secret` is shown this once; only its hash is kept. Problem: `invalid`. */
  create(caller: Caller, input: CreateToken): Promise<{ token: Token; secret: string }>;
  /** Problems: `not-found`. */
  delete(id: string): Promise<Token>;
  /** Who sends this token; null for one that is not known, or is no more. */
  callerByToken(token: string, address: string | null): Promise<Caller | null>;
  endExpired(): Promise<void>;
}

export function createTokens({ db, clock, ended, apiToken, addresses }: TokenParts): Tokens {
  const apiTokenDigest = apiToken === null ? null : tokenDigest(apiToken);
  const known = new KnownTokens();
  ended.listen((id) => known.forget(id));
  const lookUp = async (token: string): Promise<KnownToken | null> => {
    const hash = tokenDigest(token);
    if (apiTokenDigest !== null && timingSafeEqual(Buffer.from(hash), Buffer.from(apiTokenDigest))) return environmentToken;
    const row = await db.selectFrom('tokens').selectAll().where('hash', '=', hash).executeTakeFirst();
    return row ? knownFrom(row) : null;
  };
  const noteUse = async (token: KnownToken, now: number) => {
    if (token === environmentToken || (token.lastUsedAt !== null && now < token.lastUsedAt + usedStepMs)) return;
    const before = token.lastUsedAt;
    token.lastUsedAt = now;
    // It is noted with a later use where the database is away: nobody is kept from reading for it.
    await db.updateTable('tokens').set({ last_used_at: now }).where('id', '=', token.id).execute().catch(() => (token.lastUsedAt = before));
  };
  return {
    async list() {
      const rows = await db.selectFrom('tokens').selectAll().orderBy('id', 'desc').execute();
      return rows.map(tokenFrom);
    },
    async create(caller, { name, role, scope = null, expiresInDays }) {
      refuseLimitedAdministrator(role, scope);
      const secret = `usher_${randomToken()}`;
      const now = clock();
      const row = {
        id: ulid(now),
        name,
        role,
        scope: scopeColumn(scope),
        created_by: caller.name,
        created_at: now,
        expires_at: expiresInDays === undefined ? null : now + expiresInDays * dayMs,
        last_used_at: null,
      };
      await db.insertInto('tokens').values({ ...row, hash: tokenDigest(secret) }).execute();
      return { token: tokenFrom(row), secret };
    },
    async delete(id) {
      const row = await db.deleteFrom('tokens').where('id', '=', id).returningAll().executeTakeFirst();
      if (!row) throw new ProblemError('not-found', 'This token does not exist (any more).');
      ended.tell([id]);
      return tokenFrom(row);
    },
    async callerByToken(token, address) {
      if (token.length > longestToken) return null;
      const found = known.get(token) ?? (await known.learn(token, () => lookUp(token)));
      const now = clock();
      if (!found || (found.expiresAt !== null && now >= found.expiresAt)) return null;
      await noteUse(found, now);
      const caller: Caller = { kind: 'token', id: found.id, name: found.name, role: found.role, scope: found.scope, address };
      const noting = addresses.note(caller);
      if (noting) await noting;
      return caller;
    },
    // An expired token stays listed, so that its owner sees why his script is refused; what it has open ends.
    async endExpired() {
      const rows = await db.selectFrom('tokens').select('id').where('expires_at', '<=', clock()).execute();
      ended.tell(rows.map((row) => row.id));
    },
  };
}

/** The id by which the token of the environment is on record. */
export const environmentTokenId = 'USHER_API_TOKEN';

/** USHER_API_TOKEN, which is not in the database and never ends while Usher runs. */
const environmentToken: KnownToken = {
  id: environmentTokenId,
  name: 'USHER_API_TOKEN',
  role: 'administrator',
  scope: null,
  expiresAt: null,
  lastUsedAt: null,
};

function knownFrom({ id, name, role, scope, expires_at, last_used_at }: TokenRow): KnownToken {
  return { id, name, role: roleFrom(role), scope: scopeFrom(scope), expiresAt: expires_at, lastUsedAt: last_used_at };
}

type TokenRow = Omit<Database['tokens'], 'hash'>;

function tokenFrom(row: TokenRow): Token {
  const time = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  return {
    id: row.id,
    name: row.name,
    role: roleFrom(row.role),
    scope: scopeFrom(row.scope),
    createdBy: row.created_by,
    createdAt: new Date(row.created_at).toISOString(),
    expiresAt: time(row.expires_at),
    lastUsedAt: time(row.last_used_at),
  };
}
