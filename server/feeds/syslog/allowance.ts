import type { Clock } from '@/server/bridge-client/clock';

const windowMs = 100;
/** Octets that are taken in within one window: from all senders, and from one. 8 MB/s are some 50,000 lines a second. */
const most = { inAll: 1_000_000, ofOne: 800_000 };

/**
 * How much log may be taken in, so that a flood leaves the process time for the rest. Streams that have used up theirs wait for the
 * next window, which costs them nothing but time.
 */
export class Allowance {
  readonly #clock: Clock;
  readonly #spent = new Map<object, number>();
  readonly #waiting = new Set<() => void>();
  #spentInAll = 0;
  #isOpen = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @returns whether the sender may go on at once */
  spend(sender: object, octets: number): boolean {
    this.#begin();
    const spent = (this.#spent.get(sender) ?? 0) + octets;
    this.#spent.set(sender, spent);
    this.#spentInAll += octets;
    return spent < most.ofOne && this.#spentInAll < most.inAll;
  }

  /** Calls `resume` when the next window begins. */
  wait(resume: () => void): void {
    this.#begin();
    this.#waiting.add(resume);
  }

  #begin(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#clock.after(windowMs, () => {
      this.#isOpen = false;
      this.#spent.clear();
      this.#spentInAll = 0;
      const waiting = [...this.#waiting];
      this.#waiting.clear();
      for (const resume of waiting) resume();
    });
  }
}
