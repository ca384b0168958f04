import { systemClock, type Clock } from '@/server/bridge-client/clock';

/** What is due later than this is done in a rhythm of Usher's own, such as looking after a bridge; what is due sooner follows an event. */
const rhythmFromMs = 1_000;

/** The system's clock, on which everything that Usher does in a rhythm can be held up. */
export class HeldClock implements Clock {
  #waiting: (() => void)[] | null = null;

  now(): number {
    return systemClock.now();
  }

  after(delayMs: number, run: () => void): () => void {
    if (delayMs < rhythmFromMs) return systemClock.after(delayMs, run);
    let isOff = false;
    const due = () => {
      if (isOff) return;
      if (this.#waiting) this.#waiting.push(due);
      else run();
    };
    const cancel = systemClock.after(delayMs, due);
    return () => {
      isOff = true;
      cancel();
    };
  }

  /** From now on nothing falls due. */
  hold(): void {
    this.#waiting ??= [];
  }

  /** What fell due meanwhile is done now. */
  release(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const due of waiting) due();
  }
}
