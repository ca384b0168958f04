import type { Kysely } from 'kysely';
import type { Caller } from '@/lib/access/access';
import type { Database } from '@/server/db/schema';
import type { PutOnRecord } from './sign-in-records';

/** Pairs of token and address that are remembered; beyond that all are looked up again. */
const mostRemembered = 10_000;
/** Records of one token that are looked through for an address; whoever has more is not new anywhere. */
const mostOnRecord = 1_000;
const action = 'token-used';

/** Puts on record from where a token is used, once for each address. What is on record is what is known: erased addresses are new again. */
export class TokenAddresses {
  readonly #db: Kysely<Database>;
  readonly #put: PutOnRecord;
  readonly #seen = new Map<string, Promise<void>>();

  constructor(db: Kysely<Database>, put: PutOnRecord) {
    this.#db = db;
    this.#put = put;
  }

  /** Settles once the address is on record. Null if it is known to be: nobody waits for that. */
  note(caller: Caller): Promise<void> | null {
    const key = `${caller.id} ${caller.address}`;
    const known = this.#seen.get(key);
    if (known === done) return null;
    return known ?? this.#look(key, caller);
  }

  #look(key: string, caller: Caller): Promise<void> {
    if (this.#seen.size >= mostRemembered) this.#seen.clear();
    const looking = this.#record(caller).then(
      () => void this.#seen.set(key, done),
      (error: unknown) => {
        this.#seen.delete(key);
        throw error;
      },
    );
    this.#seen.set(key, looking);
    return looking;
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
