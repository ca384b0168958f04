const samplesKept = 21;
/** Bridges tell whole seconds: on average half of one has passed. */
const halfASecondMs = 500;
/** An answer that was longer on its way tells too little. */
const longestWayMs = 1_000;

/** By how much a bridge's clock is ahead of Usher's: the median of what its last answers show. */
export class ClockDifference {
  #samples: number[] = [];

  /** In milliseconds; null until the bridge has told its time. */
  get ms(): number | null {
    const sorted = [...this.#samples].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? null;
  }

  /**
   * Takes in what a bridge told as its time.
   * @param told RFC 3339
   * @param askedAtMs and when the answer was there, by Usher's clock
   */
  heard(told: string, askedAtMs: number, answeredAtMs: number): void {
    const toldMs = Date.parse(told);
    if (Number.isNaN(toldMs) || answeredAtMs - askedAtMs > longestWayMs) return;
    const meantMs = toldMs + (told.includes('.') ? 0 : halfASecondMs);
    const sample = Math.round(meantMs - (askedAtMs + answeredAtMs) / 2);
    this.#samples = [...this.#samples, sample].slice(-samplesKept);
  }
}
