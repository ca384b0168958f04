import type { Clock } from '@/server/bridge-client/clock';

/** Pauses of those who try something again; all of them are over at once when Usher stops. */
export class Pauses {
  readonly #ends = new Set<() => void>();
  #stopped = false;

  constructor(private readonly clock: Clock) {}

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Settles after so many milliseconds, or when {@link stop} is called. */
  take(ms: number): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        cancel();
        this.#ends.delete(end);
        resolve();
      };
      const cancel = this.clock.after(ms, end);
      this.#ends.add(end);
    });
  }

  stop(): void {
    this.#stopped = true;
    for (const end of [...this.#ends]) end();
  }
}
