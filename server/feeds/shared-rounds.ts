/**
 * Rounds of reading for many who ask at once: one at a time. Whoever asks while one runs shares the next, so that what they get is never
 * older than their question.
 */
export class SharedRounds {
  #last: Promise<unknown> = Promise.resolve();
  #next: { readonly keys: Set<string>; readonly outcome: Promise<boolean> } | null = null;

  /** @param round reads for all of these keys; whether all could be read */
  constructor(private readonly round: (keys: ReadonlySet<string>) => Promise<boolean>) {}

  /** @returns whether all could be read in the round that these keys took part in */
  ask(keys: Iterable<string>): Promise<boolean> {
    this.#next ??= this.#plan();
    for (const key of keys) this.#next.keys.add(key);
    return this.#next.outcome;
  }

  #plan(): { keys: Set<string>; outcome: Promise<boolean> } {
    const keys = new Set<string>();
    const begin = () => {
      this.#next = null;
      return this.round(keys);
    };
    const outcome = this.#last.then(begin, begin);
    this.#last = outcome;
    return { keys, outcome };
  }
}
