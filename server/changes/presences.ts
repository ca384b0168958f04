import { renewEveryMs } from '@/lib/meeting/carrying';
import type { Presence } from '@/lib/meeting/presence';
import type { Clock } from '@/server/bridge-client/clock';

/** Somebody in the air, and the meeting that they are carried from. */
export interface Carried {
  readonly participant: string;
  readonly meeting: string;
}

/** Whom one stream's operator carries; another object as soon as that is different. */
export interface Carrying {
  readonly presence: Presence;
  readonly people: readonly Carried[];
}

/** How long somebody stays in the air whose stream says nothing more of it. */
export const carriedForMs = 3 * renewEveryMs;

/**
 * Who carries whom, by the streams that say so: in memory only, gone with the stream or {@link carriedForMs} after its last word. Bounded by
 * how many streams are open.
 */
export class Presences {
  readonly #clock: Clock;
  readonly #changed: () => void;
  readonly #held = new Map<string, { carrying: Carrying; callOff: () => void }>();
  /** Becomes another number with every change. */
  version = 0;

  constructor(clock: Clock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  of(stream: string): Carrying | null {
    return this.#held.get(stream)?.carrying ?? null;
  }

  *all(): Iterable<Carrying> {
    for (const { carrying } of this.#held.values()) yield carrying;
  }

  /** Says whom a stream's operator carries, or that they still do; nobody for who lets go. */
  put(stream: string, by: Presence['by'], people: readonly Carried[]): void {
    const before = this.#held.get(stream);
    before?.callOff();
    if (people.length === 0) {
      if (this.#held.delete(stream)) this.#hasChanged();
      return;
    }
    const isSame = before !== undefined && arePeopleSame(before.carrying.people, people);
    const presence = { id: stream, by: { id: by.id, name: by.name }, participants: people.map(({ participant }) => participant) };
    const carrying = isSame ? before.carrying : { presence, people };
    this.#held.set(stream, { carrying, callOff: this.#clock.after(carriedForMs, () => this.put(stream, by, [])) });
    if (!isSame) this.#hasChanged();
  }

  #hasChanged(): void {
    this.version += 1;
    this.#changed();
  }
}

function arePeopleSame(some: readonly Carried[], others: readonly Carried[]): boolean {
  return some.length === others.length && some.every(({ participant, meeting }, at) => participant === others[at]?.participant && meeting === others[at]?.meeting);
}
