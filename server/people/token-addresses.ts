import type { Kysely } from 'kysely';
import type { Caller } from '@/lib/access/access';
import type { Database } from '@/server/db/schema';
import type { PutOnRecord } from './sign-in-records';

/** Pairs of token and address that are remembered; beyond that all are looked up again. */
const mostRemembered = 10_000;
/** Records of one token that are looked through for an address; whoever has more is not new anywhere. */
const mostOnRecord = 1_000;
const action = 'token-used';

/**
 * Puts on record from where a token is used, once for each address. What is on record is what is known: erased addresses are new again.
 * While the database is away whoever asks is not kept from reading: that they did is put on record once it is back.
 */
export class TokenAddresses {
  readonly #db: Kysely<Database>;
  readonly #put: PutOnRecord;
  readonly #seen = new Map<string, Promise<void>>();
  /** What could not be put on record so far. */
  readonly #owed = new Map<string, Caller>();

  constructor(db: Kysely<Database>, put: PutOnRecord) {
    this.#db = db;
    this.#put = put;
  }

  /** Settles once the address is on record, or the database turned out to be away. Null if nobody needs to wait. */
  note(caller: Caller): Promise<void> | null {
    const key = `${caller.id} ${caller.address}`;
    const known = this.#seen.get(key);
    if (known === done) return null;
    return known ?? this.#look(key, caller);
  }

  #look(key: string, caller: Caller): Promise<void> {
    if (this.#seen.size >= mostRemembered) this.#seen.clear();
    const looking = this.#record(caller)
      .catch(() => this.#owe(key, caller))
      .finally(() => void this.#seen.set(key, done));
    this.#seen.set(key, looking);
    return looking;
  }

  /** Tries again to put on record what could not be. */
  async putOwed(): Promise<void> {
    for (const [key, caller] of [...this.#owed]) {
      this.#owed.delete(key);
      await this.#record(caller).catch(() => this.#owe(key, caller));
    }
  }

  #owe(key: string, caller: Caller): void {
    if (this.#owed.size < mostRemembered) this.#owed.set(key, caller);
  }

  async #record(caller: Caller): Promise<void> {
    const rows = await this.#db
      .selectFrom('audit')
      .select('content')
      .where('by_id', '=', caller.id)
      .where('action', '=', action)
      .orderBy('seq', 'desc')
      .limit(mostOnRecord)
      .execute();
    const isKnown = rows.length >= mostOnRecord || rows.some(({ content }) => content !== null && addressIn(content) === caller.address);
    if (!isKnown) await this.#put({ caller, action, result: 'ok', details: { firstFromThisAddress: true } });
  }
}

const done = Promise.resolve();

function addressIn(content: string): string | null {
  return (JSON.parse(content) as { address: string | null }).address;
}
