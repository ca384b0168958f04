import type { Entry } from '@/server/changes/change-log';

/** One thing's turn: its latest state is told, as of the place in the stream at which it stood when the round began. */
export interface Turn {
  readonly entry: Entry;
  readonly seq: number;
}

/**
 * Everything that changed after a place in the stream, oldest first, as it stood when the round began: each thing has its turn, however
 * often it changes meanwhile and so moves to the end of the stream. What has changed since is told again in the next round.
 */
export class Round {
  /** Once everybody has had their turn, everything is told up to here. */
  readonly goal: number;
  #entries: readonly Entry[];
  #next = 0;
  /** Where the entries stood; null as long as nothing can have changed since the round began. */
  #stood: readonly number[] | null = null;

  constructor(source: { readonly seq: number; after(seq: number): Entry[] }, heard: number) {
    this.goal = source.seq;
    this.#entries = source.after(heard);
  }

  /** Whose turn it is; null at the end of the round. */
  take(): Turn | null {
    const entry = this.#entries[this.#next];
    if (!entry) return null;
    const seq = this.#stood?.[this.#next] ?? entry.seq;
    this.#next += 1;
    return { entry, seq };
  }

  /** The rest is for later, when it will have changed. */
  pause(): void {
    if (this.#stood) return;
    this.#entries = this.#entries.slice(this.#next);
    this.#stood = this.#entries.map(({ seq }) => seq);
    this.#next = 0;
  }
}
