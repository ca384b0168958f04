import type { Transaction } from 'kysely';
import type { Audit } from '@/server/audit/audit';
import type { AuditEntry } from '@/server/audit/audit-row';
import type { Link } from '@/server/audit/chain';
import { fateOf } from '@/server/audit/place';
import type { Clock } from '@/server/bridge-client/clock';
import type { Database } from '@/server/db/schema';
import { itemSummary } from '@/server/moves/item-summary';
import type { LiveChange } from '@/server/moves/live-order';
import { updateOrder } from '@/server/moves/order-store';
import { usher } from '@/server/moves/usher-itself';

interface Attempt {
  /** Of its last record. */
  readonly place: Link;
  readonly change: LiveChange;
}

/** A full disk refuses for as long as it is full. What is on its way into a database arrives sooner than so many tries, a second apart. */
const mostInDoubt = 30;

/** Puts on record what changes in one order: each save in one transaction with what the audit log says of it, and nothing twice. */
export class OrderSaves {
  readonly #parts: { readonly audit: Audit; readonly clock: Clock };
  /** Saves that were not answered: one of them may be on record, and no more, as all were to have the same place. */
  #inDoubt: readonly Attempt[] = [];

  constructor(parts: { readonly audit: Audit; readonly clock: Clock }) {
    this.#parts = parts;
  }

  /**
   * Writes what `collect` gives once its turn has come, and answers with it. Rejects if that failed; whether it is on record is looked up
   * by the next save.
   * @param collect told which earlier save is on record although that was not answered
   */
  async save(collect: (landed: LiveChange | null) => LiveChange): Promise<LiveChange> {
    const { audit, clock } = this.#parts;
    const saved = await audit.write(async (trx, append) => {
      const change = collect(await this.#landed(trx));
      await updateOrder(trx, change, clock.now());
      let place: Link | null = null;
      for (const entry of [...change.entries, ...endsOf(change)]) place = await append(entry);
      if (place) this.#inDoubt = [...this.#inDoubt, { place, change }].slice(-mostInDoubt);
      return change;
    });
    // What is answered has the place that those before it were to have.
    this.#inDoubt = [];
    return saved;
  }

  async #landed(trx: Transaction<Database>): Promise<LiveChange | null> {
    const open: Attempt[] = [];
    for (const attempt of this.#inDoubt) {
      const fate = await fateOf(trx, attempt.place);
      if (fate === 'on-record') {
        this.#inDoubt = [];
        return attempt.change;
      }
      if (fate === 'open') open.push(attempt);
    }
    this.#inDoubt = open;
    return null;
  }
}

/** A record for each item that has come to its end. */
function endsOf({ id, ended }: LiveChange): AuditEntry[] {
  return ended.map((item) => {
    const details = { order: id, ...itemSummary(item), reason: item.verdict.reason, error: item.error };
    return { caller: usher, action: 'move-ended', result: item.state, details };
  });
}
