/** Lets those who share a key take turns, first come first served. Holds nothing for a key that nobody waits for. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs `work` once everybody who came before with the same key has finished, however they ended. */
  take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    const settled = mine.catch(() => undefined).then(() => {
      if (this.#last.get(key) === settled) this.#last.delete(key);
    });
    this.#last.set(key, settled);
    return mine;
  }

  /** Takes the turn if nobody has it, and returns how to give it back; null where one would have to wait. */
  tryTake(key: string): (() => void) | null {
    if (this.#last.has(key)) return null;
    let giveBack: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (giveBack = resolve));
    void this.take(key, () => held);
    return giveBack;
  }
}
