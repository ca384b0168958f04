/**
 * Reads of single objects, one after the other, so that a bridge with many people is not flooded: at most so many at a
 * time, first come first served, nothing twice in line.
 */
export class PacedReads {
  #waiting = new Set<string>();
  readonly #running = new Set<string>();
  readonly #watchers = new Map<string, (() => void)[]>();
  #closed = false;

  /**
   * @param read what to do for one key; a bridge's refusals are its own business
   * @param atATime how many at a time
   * @param onFault told when `read` throws; the line goes on
   */
  constructor(
    private readonly read: (key: string) => Promise<void>,
    private readonly atATime: number,
    private readonly onFault: (error: unknown) => void,
  ) {}

  /** Puts a key in line. One that is being read already is read once more afterwards. */
  add(key: string): void {
    this.#waiting.add(key);
    this.#next();
  }

  /** Puts a key in front of the line; settles once it has been read, or has been forgotten. */
  urgently(key: string): Promise<void> {
    if (this.#closed) return Promise.resolve();
    return new Promise((resolve) => {
      this.#watchers.set(key, [...(this.#watchers.get(key) ?? []), resolve]);
      this.#waiting = new Set([key, ...this.#waiting]);
      this.#next();
    });
  }

  get isIdle(): boolean {
    return this.#waiting.size === 0 && this.#running.size === 0;
  }

  /** Forgets the line: the bridge is away, and everything will be asked for anew. */
  clear(): void {
    this.#waiting.clear();
    for (const key of [...this.#watchers.keys()]) this.#settle(key);
  }

  close(): void {
    this.#closed = true;
    this.clear();
  }

  #next(): void {
    for (const key of this.#waiting) {
      if (this.#closed || this.#running.size >= this.atATime) return;
      if (this.#running.has(key)) continue;
      this.#waiting.delete(key);
      this.#running.add(key);
      void this.read(key)
        .catch(this.onFault)
        .finally(() => {
          this.#running.delete(key);
          if (!this.#waiting.has(key)) this.#settle(key);
          this.#next();
        });
    }
  }

  #settle(key: string): void {
    const watchers = this.#watchers.get(key) ?? [];
    this.#watchers.delete(key);
    for (const resolve of watchers) resolve();
  }
}
