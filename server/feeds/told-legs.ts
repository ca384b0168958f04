import type { LegWord } from '@/server/feeds/cdr/leg-words';
import { BoundedMemory } from '@/server/inventory/bounded-memory';

const peopleKept = 10_000;

/** What call detail records have told of people's legs, whether or not anybody is known to be there. */
export class ToldLegs {
  readonly #words = new BoundedMemory<string, Omit<LegWord, 'participant'>>(peopleKept);

  note({ participant, leg, deactivated, reason }: LegWord): void {
    const before = this.#words.get(participant);
    this.#words.set(participant, {
      leg: leg ?? before?.leg ?? null,
      deactivated: deactivated ?? before?.deactivated ?? null,
      reason: reason ?? before?.reason ?? null,
    });
  }

  legOf(participant: string): LegWord['leg'] {
    return this.#words.get(participant)?.leg ?? null;
  }

  reasonOf(participant: string): string | null {
    return this.#words.get(participant)?.reason ?? null;
  }

  /** Whether they are told to be connected, and not in the lobby. */
  isActive(participant: string): boolean {
    return this.#words.get(participant)?.deactivated === false;
  }

  /** Somebody wants to know for certain: until records tell anew, they do not count for whether somebody waits. */
  doubt(participant: string): void {
    const word = this.#words.get(participant);
    if (word) this.#words.set(participant, { ...word, deactivated: null });
  }
}
