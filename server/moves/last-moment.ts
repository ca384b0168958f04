import type { Change } from '@/lib/meeting/change';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import { BoundedMemory } from '@/server/inventory/bounded-memory';

/** How many who left, and meetings that ended, are remembered as they were: whoever was moved appears within moments of their leaving. */
const goneKept = 2_000;

/** The latest of each thing of one kind, and how it was before what is being told at this moment. */
class Latest<T> {
  readonly #now = new Map<string, T>();
  readonly #gone = new BoundedMemory<string, T>(goneKept);
  readonly #before = new Map<string, T | null>();

  put(id: string, thing: T): void {
    this.#note(id);
    this.#now.set(id, thing);
  }

  drop(id: string): void {
    this.#note(id);
    const last = this.#now.get(id);
    this.#now.delete(id);
    if (last) this.#gone.set(id, last);
  }

  /** Of what was gone before this moment: as it was last. */
  before(id: string): T | null {
    const known = this.#before.has(id) ? this.#before.get(id) : this.#now.get(id);
    return known ?? this.#gone.get(id) ?? null;
  }

  forgetMoment(): void {
    this.#before.clear();
  }

  #note(id: string): void {
    if (!this.#before.has(id)) this.#before.set(id, this.#now.get(id) ?? null);
  }
}

/**
 * The live picture as it was just before what is being told: a bridge tells of a move, and of what came of it, in one breath, and a
 * verdict on it has to be made from what was there before. All changes of one millisecond are one moment.
 */
export class LastMoment {
  readonly #people = new Latest<Participant>();
  readonly #meetings = new Latest<Meeting>();
  #atMs = -1;

  /** Takes in a change that the picture has taken in. @param nowMs when */
  take(change: Change, nowMs: number): void {
    if (nowMs !== this.#atMs) {
      this.#people.forgetMoment();
      this.#meetings.forgetMoment();
      this.#atMs = nowMs;
    }
    if (change.event === 'participant') this.#people.put(change.data.id, change.data);
    else if (change.event === 'participant-left') this.#people.drop(change.data.id);
    else if (change.event === 'meeting') this.#meetings.put(change.data.id, change.data);
    else if (change.event === 'meeting-ended') this.#meetings.drop(change.data.id);
  }

  /** As they were, also if they have left since; null for whoever was not known. */
  participant(id: string): Participant | null {
    return this.#people.before(id);
  }

  meeting(id: string): Meeting | null {
    return this.#meetings.before(id);
  }
}
