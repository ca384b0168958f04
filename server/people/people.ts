import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Caller } from '@/lib/access/access';
import type { Database } from '@/server/db/schema';
import { type Accounts, createAccounts } from './accounts';
import { Ended, type EndedListener } from './ended';
import { createFirstAdministrator, type FirstAdministrator } from './first-administrator';
import { createRightsOf, type RightsOf } from './rights-of';
import { createSessions } from './sessions';
import { createSignIn, type SignIn } from './sign-in';
import { createSignInLimit } from './sign-in-limit';
import { createSignInRecords, type PutOnRecord } from './sign-in-records';
import { TokenAddresses } from './token-addresses';
import { createTokens, type Tokens } from './tokens';

/** How often sessions and tokens whose time is up are looked for: so long may a stream outlive them. */
const sweepMs = 15_000;

export interface PeopleOptions {
  readonly db: Kysely<Database>;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  /** USHER_API_TOKEN: an administrator's token that is not in the database. */
  readonly apiToken?: string | null;
  /** Where sign-ins, sign-outs and new addresses of tokens go on record. */
  readonly putOnRecord: PutOnRecord;
  readonly log: Logger;
}

/** Who may come in: people with sessions, scripts with tokens. */
export interface People extends Accounts {
  readonly tokens: Omit<Tokens, 'callerByToken' | 'endExpired'>;
  signIn: SignIn;
  /** The caller behind a session id; null once the row is gone or its time is up. */
  caller(session: string, address: string | null): Promise<Caller | null>;
  signOut(session: string): Promise<void>;
  callerByToken: Tokens['callerByToken'];
  rightsOf: RightsOf;
  /** Makes the first administrator if there is nobody yet; null if there is. */
  ensureFirstAdministrator: FirstAdministrator;
  /** Calls back with `sessionKey(session)` of each session that ends, however it ends. Returns what unsubscribes. */
  onSessionEnded(listener: EndedListener): () => void;
  /** Calls back with the id of each token that is deleted or has expired; more than once for one that stays listed. */
  onTokenEnded(listener: EndedListener): () => void;
  /** Ends what has expired, and puts on record what could not be before, now. Done every 15 seconds by itself. */
  endExpired(): Promise<void>;
  stop(): void;
}

/** Starts to watch for expired sessions; `stop()` ends that. */
export function createPeople({ db, clock = Date.now, apiToken = null, putOnRecord, log }: PeopleOptions): People {
  const sessionEnded = new Ended(log);
  const tokenEnded = new Ended(log);
  const limit = createSignInLimit(clock);
  const records = createSignInRecords(putOnRecord, clock);
  const sessions = createSessions({ db, clock, ended: sessionEnded });
  const addresses = new TokenAddresses(db, putOnRecord);
  const tokens = createTokens({ db, clock, ended: tokenEnded, apiToken, addresses });
  const accounts = createAccounts({ db, clock, sessions, limit });
  const endExpired = async () => {
    await sessions.endExpired();
    await tokens.endExpired();
    await addresses.putOwed();
  };
  const sweep = setInterval(() => {
    endExpired().catch((err: unknown) => log.error({ err }, 'expired sessions could not be ended'));
  }, sweepMs).unref();
  return {
    ...accounts,
    tokens,
    signIn: createSignIn({ db, sessions, limit, records, log }),
    caller: sessions.caller,
    async signOut(session) {
      const whose = await sessions.end(session);
      if (whose) await records.signedOut(whose, whose.address);
    },
    callerByToken: tokens.callerByToken,
    rightsOf: createRightsOf({ db, clock, apiToken }),
    ensureFirstAdministrator: createFirstAdministrator({ db, accounts }),
    onSessionEnded: sessionEnded.listen,
    onTokenEnded: tokenEnded.listen,
    endExpired,
    stop: () => clearInterval(sweep),
  };
}
