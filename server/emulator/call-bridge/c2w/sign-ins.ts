import type { Clock } from '../../clock';

interface SignIn {
  readonly userJid: string;
  readonly expiresAtMs: number;
}

/** So many users are signed in at one Call Bridge at most; the oldest sign-in makes room for one more. */
const atMost = 10_000;

/** The sign-ins at one Call Bridge that have neither expired nor been revoked, by the `jti` of their JWT. */
export class SignIns {
  readonly #clock: Clock;
  readonly #byToken = new Map<string, SignIn>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(token: string, userJid: string, expiresAtMs: number): void {
    this.#byToken.set(token, { userJid, expiresAtMs });
    if (this.#byToken.size <= atMost) return;
    const [oldest] = this.#byToken.keys();
    if (oldest !== undefined) this.#byToken.delete(oldest);
  }

  /** JID of the user whose sign-in this is; null if it holds no longer, or never did. */
  userOf(token: string): string | null {
    const signIn = this.#byToken.get(token);
    return signIn !== undefined && this.#clock.now() < signIn.expiresAtMs ? signIn.userJid : null;
  }

  revoke(token: string): void {
    this.#byToken.delete(token);
  }
}
