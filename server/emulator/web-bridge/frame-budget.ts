const PER_SECOND = 50;
const BURST = 100;

/** How much one browser may say: 50 frames a second, with bursts of 100. A person with a mouse never comes near. */
export class FrameBudget {
  #left = BURST;
  #countedAtMs: number;

  constructor(nowMs: number) {
    this.#countedAtMs = nowMs;
  }

  /** Takes one frame; false where none is left. */
  take(nowMs: number): boolean {
    const gained = (Math.max(0, nowMs - this.#countedAtMs) / 1000) * PER_SECOND;
    this.#left = Math.min(BURST, this.#left + gained);
    this.#countedAtMs = nowMs;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
