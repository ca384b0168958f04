/**
 * Who wants to hear of what. Changes are marked as they come and told together at the next turn, so that a burst of a
 * hundred changes rerenders a column once.
 */
export class Topics {
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #marked = new Set<string>();
  readonly #schedule: (tell: () => void) => void;
  #scheduled = false;

  constructor(schedule: (tell: () => void) => void) {
    this.#schedule = schedule;
  }

  /** Calls `listener` after `topic` has been marked, until the returned function is called. */
  subscribe(topic: string, listener: () => void): () => void {
    let listeners = this.#listeners.get(topic);
    if (!listeners) this.#listeners.set(topic, (listeners = new Set()));
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(topic) === listeners) this.#listeners.delete(topic);
    };
  }

  mark(topic: string): void {
    this.#marked.add(topic);
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#schedule(() => this.#tell());
  }

  #tell(): void {
    this.#scheduled = false;
    const marked = [...this.#marked];
    this.#marked.clear();
    const listeners = new Set(marked.flatMap((topic) => [...(this.#listeners.get(topic) ?? [])]));
    for (const listener of listeners) listener();
  }
}
