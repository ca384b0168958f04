import type { FactBook } from '@/server/feeds/fact-book';
import type { Missing } from '@/server/feeds/missing';

/** No more single reads than these come of one roll call; who is left is due with the next. */
const mostAsked = 20;

/**
 * Who should be named when a bridge tells anew who is there. A removal that was lost on the way shows itself in that nobody names
 * the one who was removed.
 */
export class RollCall {
  #since = 0;
  readonly #calls = new Set<string>();
  readonly #participants = new Set<string>();

  constructor(private readonly book: FactBook) {}

  /** Whoever is in one of these calls should be named from now on; with `list` every call as well. */
  begin(calls: readonly string[], list: boolean): void {
    this.forget();
    this.#since = this.book.tick;
    for (const call of calls) for (const member of this.book.membersOf(call)) this.#participants.add(member);
    if (list) for (const call of this.book.calls()) this.#calls.add(call);
  }

  /** A call or participant was named. */
  isHere(id: string): void {
    this.#calls.delete(id);
    this.#participants.delete(id);
  }

  /** Ends the roll call. @returns who was not named and not spoken of since: to be asked for one by one */
  end(): Missing {
    const missing = this.book.unspoken({ calls: [...this.#calls], participants: [...this.#participants] }, this.#since);
    this.forget();
    return { calls: missing.calls.slice(0, mostAsked), participants: missing.participants.slice(0, mostAsked) };
  }

  forget(): void {
    this.#calls.clear();
    this.#participants.clear();
  }
}
