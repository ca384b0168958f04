import type { FactBook } from '@/server/feeds/fact-book';

/** How many legs are read with a beat: what no event tells is rare, and reads are dear. */
const legsPerBeat = 2;

/** A participant and their call leg; null where it was never asked for. */
export interface LegOf {
  readonly participant: string;
  readonly leg: string | null;
}

/** Whose call leg is to be read next, round and round: being let in from the lobby, or put back, is told by no event. */
export class LegRounds {
  readonly #legs = new Map<string, string>();
  #round: string[] = [];

  constructor(private readonly book: FactBook) {}

  note(participant: string, leg: string): void {
    this.#legs.set(participant, leg);
  }

  /** The leg that was read last of somebody; null where none was. */
  of(participant: string): string | null {
    return this.#legs.get(participant) ?? null;
  }

  next(): LegOf[] {
    if (this.#round.length === 0) this.#begin();
    return this.#round
      .splice(-legsPerBeat)
      .filter((participant) => this.book.isHomedHere(participant))
      .map((participant) => ({ participant, leg: this.of(participant) }));
  }

  /** Legs of those who are gone are forgotten on the way. */
  #begin(): void {
    this.#round = this.book.homedHere();
    const here = new Set(this.#round);
    for (const participant of this.#legs.keys()) if (!here.has(participant)) this.#legs.delete(participant);
  }
}
