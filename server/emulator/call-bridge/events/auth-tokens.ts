import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock';

/** Tokens by which a client opens the events WebSocket. Source: `docs/cms-wire.md`, section 4. */
export class AuthTokens {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #expiryMs = new Map<string, number>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  issue(): string {
    for (const [token, expiresAtMs] of this.#expiryMs) {
      // In order of issue, so the first that lives on, or the first while there is room, ends the search.
      if (expiresAtMs > this.#clock.now() && this.#expiryMs.size < tokensAtMost) break;
      this.#expiryMs.delete(token);
    }
    const token = randomUUID();
    this.#expiryMs.set(token, this.#clock.now() + lifetimeMs);
    return token;
  }

  isValid(token: string): boolean {
    return (this.#expiryMs.get(token.toLowerCase()) ?? 0) > this.#clock.now();
  }
}

/** The product's lifetime is not documented; clients fetch a token for each connection, or every ten seconds. */
const lifetimeMs = 60_000;
const tokensAtMost = 10_000;
