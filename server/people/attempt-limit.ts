/** A supply of attempts: so many at once, and one back per interval. */
export interface AttemptRate {
  readonly burst: number;
  readonly refillMs: number;
}

interface Bucket {
  readonly left: number;
  readonly at: number;
}

/** Buckets kept in memory; beyond that the one that was used longest ago is forgotten. */
const mostBuckets = 10_000;

/** Counts attempts per key against a rate. `clock` gives milliseconds. */
export class AttemptLimit {
  readonly #rate: AttemptRate;
  readonly #clock: () => number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(rate: AttemptRate, clock: () => number) {
    this.#rate = rate;
    this.#clock = clock;
  }

  /** How long until an attempt is there, in milliseconds; 0 if there is one now. */
  waitMs(key: string): number {
    const left = this.#left(key);
    return left >= 1 ? 0 : Math.ceil((1 - left) * this.#rate.refillMs);
  }

  take(key: string): void {
    this.#set(key, this.#left(key) - 1);
  }

  /** For an attempt that turned out not to be a guess. */
  giveBack(key: string): void {
    this.#set(key, Math.min(this.#rate.burst, this.#left(key) + 1));
  }

  /** How many keys are remembered. */
  get size(): number {
    return this.#buckets.size;
  }

  #left(key: string): number {
    const bucket = this.#buckets.get(key);
    if (!bucket) return this.#rate.burst;
    return Math.min(this.#rate.burst, bucket.left + (this.#clock() - bucket.at) / this.#rate.refillMs);
  }

  #set(key: string, left: number): void {
    this.#buckets.delete(key);
    if (left >= this.#rate.burst) return;
    this.#buckets.set(key, { left, at: this.#clock() });
    if (this.#buckets.size <= mostBuckets) return;
    const oldest = this.#buckets.keys().next();
    if (!oldest.done) this.#buckets.delete(oldest.value);
  }
}
