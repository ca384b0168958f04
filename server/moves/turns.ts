/** Lets those who want the same thing have it one after the other. Holds nothing for what nobody has. */
export class Turns {
  /** By key: who is to be told when it is free. */
  readonly #taken = new Map<string, (() => void)[]>();

  /** Takes the turn if nobody has it, and returns how to give it back; null where one would have to wait. */
  tryTake(key: string): (() => void) | null {
    if (this.#taken.has(key)) return null;
    const waiting: (() => void)[] = [];
    this.#taken.set(key, waiting);
    return () => {
      if (this.#taken.get(key) !== waiting) return;
      this.#taken.delete(key);
      for (const tell of waiting) tell();
    };
  }

  /** Tells once the turn is given back, first come first told; at once if nobody has it. */
  whenFree(key: string, tell: () => void): void {
    const waiting = this.#taken.get(key);
    if (waiting) waiting.push(tell);
    else tell();
  }
}
