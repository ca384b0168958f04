import { BoundedMemory } from '@/server/inventory/bounded-memory';

/** A bridge has one session at a time; posts of the one before may still come when it has started anew. */
const sessionsKept = 4;
/** With more holes than these in what came, the oldest are taken to stay. */
const holesKept = 500;

/** Records that have not come: from the first to the last of them. */
interface Hole {
  readonly first: number;
  readonly last: number;
}

interface Session {
  lowest: number;
  highest: number;
  /** In ascending order, none touching another. */
  holes: Hole[];
}

/**
 * Which records of a bridge have come. They are numbered without a gap within a session, so that one which was lost, came twice or
 * came late shows. What was sent before the first that came, nobody here can know.
 */
export class RecordOrder {
  #sessions = new BoundedMemory<string, Session>(sessionsKept);
  /** The one of the record that came last; null where the next may be of another. */
  #current: Session | null = null;
  #missing = 0;

  /** How many have not come that must have been made: later ones have, or the bridge says so. */
  get missing(): number {
    return this.#missing;
  }

  /**
   * Notes that a record has come.
   * @param missingBefore how many before it the bridge said that it has given up
   * @returns false if it had come before
   */
  note(session: string, index: number, missingBefore: number): boolean {
    const known = this.#sessions.get(session);
    const lowest = Math.max(0, index - missingBefore);
    const heard: Session = known ?? { lowest, highest: index, holes: [] };
    // The session that is heard now is the last to be forgotten.
    this.#sessions.set(session, heard);
    this.#current = heard;
    if (!known) {
      this.#dig(heard, lowest, index - 1);
      return true;
    }
    if (index > known.highest) {
      this.#dig(known, known.highest + 1, index - 1);
      known.highest = index;
      return true;
    }
    if (index < known.lowest) {
      this.#dig(known, index + 1, known.lowest - 1);
      known.lowest = index;
      return true;
    }
    return this.#fill(known, index);
  }

  /** The bridge has made all before `next`, and there has been time for them to come: those that have not are missing. */
  made(next: number): void {
    const current = this.#current;
    if (!current || next - 1 <= current.highest) return;
    this.#dig(current, current.highest + 1, next - 1);
    current.highest = next - 1;
  }

  /** The bridge has started anew: of which session its numbers are, is known again when a record comes. */
  endSession(): void {
    this.#current = null;
  }

  /** No records are wanted for now: those that are made meanwhile are not missing. */
  startOver(): void {
    this.#sessions = new BoundedMemory(sessionsKept);
    this.#current = null;
  }

  #dig(session: Session, first: number, last: number): void {
    if (last < first) return;
    this.#missing += last - first + 1;
    const hole = { first, last };
    session.holes = first > (session.holes.at(-1)?.last ?? -1) ? [...session.holes, hole] : [hole, ...session.holes];
    if (session.holes.length > holesKept) session.holes = session.holes.slice(-holesKept);
  }

  #fill(session: Session, index: number): boolean {
    const hole = session.holes.find(({ first, last }) => first <= index && index <= last);
    if (!hole) return false;
    this.#missing -= 1;
    const rest = [{ first: hole.first, last: index - 1 }, { first: index + 1, last: hole.last }].filter(({ first, last }) => first <= last);
    session.holes = session.holes.flatMap((each) => (each === hole ? rest : [each]));
    return true;
  }
}
