import type { Logger } from 'pino';

/** Told when a right to be here is gone; `key` is the digest that `sessionKey` or a token's id gives. */
export type EndedListener = (key: string) => void;

/** Listeners of one kind of end. One that throws does not keep the others from hearing. */
export class Ended {
  readonly #listeners = new Set<EndedListener>();
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** Returns what unsubscribes. */
  readonly listen = (listener: EndedListener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  tell(keys: readonly string[]): void {
    for (const key of keys) for (const listener of this.#listeners) this.#tellOne(listener, key);
  }

  #tellOne(listener: EndedListener, key: string): void {
    try {
      listener(key);
    } catch (err) {
      this.#log.error({ err }, 'a listener to ended sessions or tokens failed');
    }
  }
}
