import { randomBytes } from 'node:crypto';
import type { Change, SequencedChange } from '@/lib/meeting/change';

export type ChangeListener = (change: SequencedChange) => void;

export interface Subscription {
  /** What was missed since the asked-for id, oldest first; null where that is not known any more: read everything anew. */
  readonly missed: readonly SequencedChange[] | null;
  stop(): void;
}

/**
 * Numbers the changes, remembers the latest, and hands them to every stream. Ids are `<epoch>-<seq>`; the epoch is new
 * with each start of Usher, so that an id of another life is never mistaken for one of this.
 */
export class ChangeHub {
  readonly #epoch = randomBytes(6).toString('hex');
  readonly #kept: number;
  readonly #listeners = new Set<ChangeListener>();
  /** A ring: the change with number `seq` stands at `seq % kept`. */
  readonly #ring: SequencedChange[] = [];
  #seq = 0;

  /** @param kept how many changes a stream may have missed and still be taken up again */
  constructor(kept = 4_096) {
    this.#kept = kept;
  }

  /** The point that everything read right now stands at. */
  get sequence(): string {
    return `${this.#epoch}-${this.#seq}`;
  }

  publish(change: Change): void {
    this.#seq += 1;
    const sequenced = { ...change, id: this.sequence };
    this.#ring[this.#seq % this.#kept] = sequenced;
    for (const listener of this.#listeners) listener(sequenced);
  }

  /**
   * Follows the stream. Nothing is lost between `missed` and the first call of `listener`.
   * @param from the id of the last change seen, or null to begin now
   */
  subscribe(from: string | null, listener: ChangeListener): Subscription {
    this.#listeners.add(listener);
    return { missed: from === null ? [] : this.#since(from), stop: () => void this.#listeners.delete(listener) };
  }

  #since(from: string): SequencedChange[] | null {
    const match = /^([0-9a-f]+)-(\d+)$/.exec(from);
    const seq = Number(match?.[2]);
    const known = match?.[1] === this.#epoch && seq <= this.#seq && this.#seq - seq <= this.#kept;
    if (!known) return null;
    const missed: SequencedChange[] = [];
    for (let next = seq + 1; next <= this.#seq; next += 1) {
      const change = this.#ring[next % this.#kept];
      if (change) missed.push(change);
    }
    return missed;
  }
}
