const WINDOW_MS = 60_000;
const TRIES = 5;
const MAX_KEYS = 10_000;

/**
 * Holds back whoever tries passcodes: five tries a minute for one address and meeting. A try counts when it begins, so
 * that many at once gain nothing, and is forgiven when the passcode was right.
 */
export class TryLimiter {
  readonly #tries = new Map<string, number[]>();

  /** Whether a try may begin now; if so it is counted. Otherwise in how many seconds the next may. */
  begin(address: string, what: string, nowMs: number): { ok: true } | { ok: false; retryAfterSeconds: number } {
    const key = keyOf(address, what);
    const recent = (this.#tries.get(key) ?? []).filter((at) => at > nowMs - WINDOW_MS);
    const [oldest] = recent;
    if (oldest !== undefined && recent.length >= TRIES) {
      return { ok: false, retryAfterSeconds: Math.max(1, Math.ceil((oldest + WINDOW_MS - nowMs) / 1000)) };
    }
    // Moved to the end, so that the first key is always the one that was quiet for longest.
    this.#tries.delete(key);
    this.#tries.set(key, [...recent, nowMs]);
    this.#dropQuietest();
    return { ok: true };
  }

  /** The try that began at `beganMs` needed no guessing. */
  forgive(address: string, what: string, beganMs: number): void {
    const key = keyOf(address, what);
    const tries = this.#tries.get(key);
    if (tries === undefined) return;
    const index = tries.indexOf(beganMs);
    if (index >= 0) tries.splice(index, 1);
    if (tries.length === 0) this.#tries.delete(key);
  }

  #dropQuietest(): void {
    if (this.#tries.size <= MAX_KEYS) return;
    const [quietest] = this.#tries.keys();
    if (quietest !== undefined) this.#tries.delete(quietest);
  }
}

function keyOf(address: string, what: string): string {
  return `${address} ${what}`;
}
