/** Saves what is latest, one save at a time: whoever asks while one is gathered joins it, whoever asks after that shares the next. */
export class LatestSave {
  /** One save. It calls `gathered` once it has taken up what it saves: what comes after that is not in it. */
  readonly #save: (gathered: () => void) => Promise<void>;
  readonly #failed: (error: unknown) => void;
  #running: Promise<void> | null = null;
  #isGathered = false;
  #next: Promise<void> | null = null;

  /** @param failed told of each save that rejected, so that there is another one */
  constructor(save: (gathered: () => void) => Promise<void>, failed: (error: unknown) => void) {
    this.#save = save;
    this.#failed = failed;
  }

  /** Settles once everything that is known at this moment is on record; rejects if that failed. */
  ask(): Promise<void> {
    if (!this.#running) return this.#start();
    if (!this.#isGathered) return this.#running;
    const next = () => {
      this.#next = null;
      return this.#start();
    };
    return (this.#next ??= this.#running.then(next, next));
  }

  #start(): Promise<void> {
    this.#isGathered = false;
    const running = this.#save(() => (this.#isGathered = true)).finally(() => {
      if (this.#running === running) this.#running = null;
    });
    this.#running = running;
    running.catch(this.#failed);
    return running;
  }
}
