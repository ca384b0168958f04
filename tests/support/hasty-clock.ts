import { systemClock, type Clock } from '@/server/bridge-client/clock';
import type { Clock as EmulatorClock } from '@/server/emulator/clock';

const speed = 10;
const beatMs = 1;
/** No beat counts for more, however late it comes. */
const longestBeatMs = 3;

interface Waiting {
  readonly atMs: number;
  readonly run: () => void;
}

class HastyClock implements Clock {
  readonly #waiting = new Set<Waiting>();
  #nowMs = systemClock.now();
  #lastBeatMs = 0;
  #isGoing = false;

  now(): number {
    this.#go();
    return Math.floor(this.#nowMs);
  }

  after(delayMs: number, run: () => void): () => void {
    this.#go();
    const waiting = { atMs: this.#nowMs + Math.max(0, delayMs), run };
    this.#waiting.add(waiting);
    return () => void this.#waiting.delete(waiting);
  }

  #go(): void {
    if (this.#isGoing) return;
    this.#isGoing = true;
    this.#lastBeatMs = performance.now();
    setInterval(() => this.#beat(), beatMs).unref();
  }

  /** Moves time on, over all that becomes due, in the order of its time. */
  #beat(): void {
    const realMs = performance.now();
    const untilMs = this.#nowMs + Math.min(realMs - this.#lastBeatMs, longestBeatMs) * speed;
    this.#lastBeatMs = realMs;
    const due = [...this.#waiting].filter(({ atMs }) => atMs <= untilMs).sort((one, other) => one.atMs - other.atMs);
    for (const waiting of due) {
      // What ran before may have called it off.
      if (!this.#waiting.delete(waiting)) continue;
      this.#nowMs = Math.max(this.#nowMs, waiting.atMs);
      waiting.run();
    }
    this.#nowMs = untilMs;
  }
}

/**
 * Time goes by ten times as fast: for what is done every few seconds. It goes by with the turns of this process: while that stands still,
 * which a busy machine may have it do for seconds, so does the clock, and what this process asks of itself is never late by it.
 */
export const hastyClock: Clock = new HastyClock();

/** The same, as the emulator takes it. */
export const hastyEmulatorClock: EmulatorClock = {
  now: () => hastyClock.now(),
  after: (ms, then) => ({ cancel: hastyClock.after(ms, then) }),
};

/** Settles after so many milliseconds of the hasty clock. */
export function hastyDelay(ms: number): Promise<void> {
  return new Promise((resolve) => void hastyClock.after(ms, resolve));
}
