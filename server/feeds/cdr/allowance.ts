/** So much of something per second, and a store of it for a rush. Time is given in milliseconds, as by any clock. */
export class Allowance {
  #left: number;
  #asOfMs: number;

  constructor(
    private readonly perSecond: number,
    private readonly most: number,
    nowMs: number,
  ) {
    this.#left = most;
    this.#asOfMs = nowMs;
  }

  /** Whether there is any left. What is begun may be finished: `spend` may go below nothing, and then it takes time. */
  isOpen(nowMs: number): boolean {
    this.#left = Math.min(this.most, this.#left + (Math.max(0, nowMs - this.#asOfMs) / 1_000) * this.perSecond);
    this.#asOfMs = nowMs;
    return this.#left > 0;
  }

  spend(amount: number): void {
    this.#left -= amount;
  }
}
