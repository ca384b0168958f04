import type { Clock, Timer } from '../clock';

const graceMs = 60_000;

/** Counts who needs this emulator. A minute after the last lease has ended, or with none ever taken, `onExpiry` is called. */
export class LeaseBook {
  readonly #clock: Clock;
  readonly #onExpiry: () => void;
  #held = 0;
  #timer: Timer | null = null;

  constructor(clock: Clock, onExpiry: () => void) {
    this.#clock = clock;
    this.#onExpiry = onExpiry;
    this.#wait();
  }

  /** @returns how to give the lease back; calling it again does nothing. */
  take(): () => void {
    this.#held += 1;
    this.#timer?.cancel();
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#held -= 1;
      if (this.#held === 0) this.#wait();
    };
  }

  close(): void {
    this.#timer?.cancel();
  }

  #wait(): void {
    this.#timer?.cancel();
    this.#timer = this.#clock.after(graceMs, this.#onExpiry);
  }
}
