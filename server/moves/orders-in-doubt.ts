import type { Kysely } from 'kysely';
import type { Link } from '@/server/audit/chain';
import { fateOf, type Fate } from '@/server/audit/place';
import type { Clock } from '@/server/bridge-client/clock';
import type { Database } from '@/server/db/schema';

const askAgainMs = 1_000;
/** How often a free place is looked at: nothing stays on its way into the database for longer. Whoever writes meanwhile makes it sure at once. */
const mostLooks = 30;

/** Asks the database whether orders are on record of which it did not say so: a connection can end between a commit and its answer. */
export class OrdersInDoubt {
  readonly #parts: { readonly db: Kysely<Database>; readonly clock: Clock };
  readonly #asking = new Set<() => void>();
  #stopped = false;

  constructor(parts: { readonly db: Kysely<Database>; readonly clock: Clock }) {
    this.#parts = parts;
  }

  /** What became of the order whose record was to have this place in the audit log; null where the database does not answer. */
  async fateOf(place: Link): Promise<Fate | null> {
    try {
      return await fateOf(this.#parts.db, place);
    } catch {
      return null;
    }
  }

  /** Asks a second from now, and every second until it is sure. */
  askAgain(place: Link, tell: (isOnRecord: boolean) => void, looks = mostLooks): void {
    if (this.#stopped) return;
    const cancel = this.#parts.clock.after(askAgainMs, () => {
      this.#asking.delete(cancel);
      void this.fateOf(place).then((fate) => {
        if (this.#stopped) return;
        if (fate === null) this.askAgain(place, tell, looks);
        else if (fate === 'open' && looks > 1) this.askAgain(place, tell, looks - 1);
        else tell(fate === 'on-record');
      });
    });
    this.#asking.add(cancel);
  }

  /** Asks no more. What is on record is found by the next start. */
  stop(): void {
    this.#stopped = true;
    for (const cancel of this.#asking) cancel();
  }
}
