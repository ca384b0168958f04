import type { Kysely } from 'kysely';
import type { Clock } from '@/server/bridge-client/clock';
import type { Database } from '@/server/db/schema';

const askAgainMs = 1_000;

/** Asks the database whether orders are on record of which it did not say so: a connection can end between a commit and its answer. */
export class OrdersInDoubt {
  readonly #parts: { readonly db: Kysely<Database>; readonly clock: Clock };
  readonly #asking = new Set<() => void>();
  #stopped = false;

  constructor(parts: { readonly db: Kysely<Database>; readonly clock: Clock }) {
    this.#parts = parts;
  }

  /** Whether this order is on record; null where the database does not answer. */
  async isOnRecord(order: string): Promise<boolean | null> {
    try {
      return (await this.#parts.db.selectFrom('orders').select('id').where('id', '=', order).executeTakeFirst()) !== undefined;
    } catch {
      return null;
    }
  }

  /** Asks a second from now, and every second until the database answers. */
  askAgain(order: string, tell: (isOnRecord: boolean) => void): void {
    if (this.#stopped) return;
    const cancel = this.#parts.clock.after(askAgainMs, () => {
      this.#asking.delete(cancel);
      void this.isOnRecord(order).then((answer) => {
        if (this.#stopped) return;
        if (answer === null) this.askAgain(order, tell);
        else tell(answer);
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
