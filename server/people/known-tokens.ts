import type { Role } from '@/lib/access/access';
import type { Scope } from '@/lib/access/scope';

/** A token that was found good. Times are milliseconds since 1970. */
export interface KnownToken {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly scope: Scope | null;
  readonly expiresAt: number | null;
  lastUsedAt: number | null;
}

/** How many tokens are remembered by what is sent: more than any place has scripts. */
const mostKnown = 1_000;

/**
 * The tokens that were sent lately, so that a request costs neither a digest nor a query. One that ends is forgotten at once; what was
 * being looked up meanwhile is not remembered, since it may be that one.
 */
export class KnownTokens {
  readonly #bySecret = new Map<string, KnownToken>();
  #ends = 0;

  get(secret: string): KnownToken | undefined {
    return this.#bySecret.get(secret);
  }

  /** Looks a token up, and remembers it unless any token ended in the meantime. */
  async learn(secret: string, lookUp: () => Promise<KnownToken | null>): Promise<KnownToken | null> {
    const before = this.#ends;
    const found = await lookUp();
    if (found === null || this.#ends !== before) return found;
    for (const oldest of this.#bySecret.keys()) {
      if (this.#bySecret.size < mostKnown) break;
      this.#bySecret.delete(oldest);
    }
    this.#bySecret.set(secret, found);
    return found;
  }

  /** The token with this id has ended. */
  forget(id: string): void {
    this.#ends += 1;
    for (const [secret, token] of this.#bySecret) if (token.id === id) this.#bySecret.delete(secret);
  }
}
