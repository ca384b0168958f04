import type { Clock } from '@/server/bridge-client/clock';

/** Timers by name, one of each: a new one takes the place of the one before. */
export class NamedTimers {
  readonly #clock: Clock;
  readonly #cancels = new Map<string, () => void>();
  #stopped = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  has(name: string): boolean {
    return this.#cancels.has(name);
  }

  /** Runs something once `delayMs` have passed: at once where that is not above zero. */
  set(name: string, delayMs: number, run: () => void): void {
    this.cancel(name);
    if (this.#stopped) return;
    const cancel = this.#clock.after(Math.max(0, delayMs), () => {
      if (this.#cancels.get(name) === cancel) this.#cancels.delete(name);
      run();
    });
    this.#cancels.set(name, cancel);
  }

  cancel(name: string): void {
    this.#cancels.get(name)?.();
    this.#cancels.delete(name);
  }

  /** Cancels all. None is set from now on. */
  stop(): void {
    this.#stopped = true;
    for (const name of [...this.#cancels.keys()]) this.cancel(name);
  }
}
