import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Sealer } from '@/server/clusters/seal';
import type { Database } from '@/server/db/schema';

const secretBytes = 32;

/** By which a bridge shows, in the address that it posts to, that it is the one which Usher asked for its records. */
export class CdrSecrets {
  readonly #db: Kysely<Database>;
  readonly #seal: Sealer;
  readonly #secrets = new Map<string, string>();
  /** Stands in for the secret of a bridge that has none, so that it takes as long to say no. */
  readonly #nobodys = randomBytes(secretBytes).toString('hex');

  constructor(db: Kysely<Database>, seal: Sealer) {
    this.#db = db;
    this.#seal = seal;
  }

  /** Takes up what is stored. Throws `wrong-secret` if it cannot be decrypted. */
  async load(): Promise<void> {
    const rows = await this.#db.selectFrom('cdr_secrets').selectAll().execute();
    for (const row of rows) this.#secrets.set(row.call_bridge_id, this.#seal.open(row.secret_sealed, labelOf(row.call_bridge_id)));
  }

  /** Null for a bridge that has none. */
  of(callBridge: string): string | null {
    return this.#secrets.get(callBridge) ?? null;
  }

  /** Makes one if there is none. It is stored before it is used, so that a slot which was taken is always known again. */
  async ensure(callBridge: string, nowMs: number): Promise<string> {
    const known = this.#secrets.get(callBridge);
    if (known !== undefined) return known;
    const secret = randomBytes(secretBytes).toString('hex');
    const sealed = this.#seal.seal(secret, labelOf(callBridge));
    await this.#db.insertInto('cdr_secrets').values({ call_bridge_id: callBridge, secret_sealed: sealed, created_at: nowMs }).execute();
    this.#secrets.set(callBridge, secret);
    return secret;
  }

  async forget(callBridge: string): Promise<void> {
    await this.#db.deleteFrom('cdr_secrets').where('call_bridge_id', '=', callBridge).execute();
    this.#secrets.delete(callBridge);
  }

  /** Whether this is the bridge's secret. Takes the same time whether or not it is, and whether or not there is such a bridge. */
  fits(callBridge: string, secret: string): boolean {
    const known = this.#secrets.get(callBridge);
    const isSame = timingSafeEqual(digest(secret), digest(known ?? this.#nobodys));
    return isSame && known !== undefined;
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function labelOf(callBridge: string): string {
  return `call detail records of ${callBridge}`;
}
