import type { Clock } from '@/server/bridge-client/clock';

/** How often one looks whether an answer has come before it is said to keep away. */
const looks = 10;

/**
 * How long an answer is waited for. While this process itself stands still, which a busy machine may have it do for seconds, nothing
 * can be heard: that counts as one look of many, and what has come in meanwhile is read before the next.
 */
export class Patience {
  readonly #clock: Clock;
  readonly #lookMs: number;
  readonly #told = new Set<() => void>();
  #looksLeft = looks;
  #lookedAtMs: number;
  #cancel: () => void;

  /** @param ms how long, in milliseconds. To be ended by {@link end} */
  constructor(clock: Clock, ms: number) {
    this.#clock = clock;
    this.#lookMs = ms / looks;
    this.#lookedAtMs = clock.now();
    this.#cancel = clock.after(this.#lookMs, () => this.#look());
  }

  /** How much of it is left, in milliseconds. */
  get leftMs(): number {
    return Math.max(0, this.#looksLeft * this.#lookMs - Math.min(this.#lookMs, this.#clock.now() - this.#lookedAtMs));
  }

  /** Calls `run` once it is over, never at once. Returns the way to call that off. */
  whenOver(run: () => void): () => void {
    if (this.#looksLeft === 0) return this.#clock.after(0, run);
    this.#told.add(run);
    return () => void this.#told.delete(run);
  }

  /** Nothing is waited for any more: it will not be over. */
  end(): void {
    this.#cancel();
    this.#told.clear();
  }

  #look(): void {
    this.#looksLeft -= 1;
    this.#lookedAtMs = this.#clock.now();
    if (this.#looksLeft > 0) this.#cancel = this.#clock.after(this.#lookMs, () => this.#look());
    else for (const tell of [...this.#told]) tell();
  }
}
