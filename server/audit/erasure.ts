import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Caller } from '@/lib/access/access';
import type { Audit } from '@/server/audit/audit';
import { eraseAction, erasedUpTo } from '@/server/audit/erasure-seal';
import type { Clock } from '@/server/bridge-client/clock';
import type { Database } from '@/server/db/schema';

const dayMs = 86_400_000;
const everyMs = 3_600_000;
/** Records that lose their content in one transaction: few enough to hold nobody up. */
const mostAtOnce = 1_000;

const usher: Caller = { kind: 'system', id: 'usher', name: 'Usher', role: 'administrator', scope: null, address: null };

export interface ErasureParts {
  readonly db: Kysely<Database>;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly log: Logger;
  /** For how many days names, addresses and details are kept; null for ever. */
  readonly days: number | null;
  /** The last record that is forwarded, where records are: what is not yet is not erased. Null where nothing is forwarded. */
  readonly forwardedUpTo: () => number | null;
}

/**
 * Erases names, addresses and details of records that are older than they are kept, every hour. What was done stays, with its digests, so
 * that the chain still verifies; each erasure is a record itself, in the same transaction.
 */
export class Erasure {
  readonly #parts: ErasureParts;
  #cancel: () => void = () => undefined;
  #running: Promise<void> = Promise.resolve();
  #heldBack = 0;

  constructor(parts: ErasureParts) {
    this.#parts = parts;
  }

  start(): void {
    if (this.#parts.days === null) return;
    const round = () => {
      this.#running = this.eraseOld()
        .catch((err: unknown) => this.#parts.log.error({ err }, 'old records of the audit log could not be erased'))
        .then(() => {
          this.#cancel = this.#parts.clock.after(everyMs, round);
        });
    };
    round();
  }

  async stop(): Promise<void> {
    await this.#running;
    this.#cancel();
  }

  /** How many records were too old and not forwarded yet, when this was last looked at. */
  get heldBack(): number {
    return this.#heldBack;
  }

  /** Erases what is too old now. */
  async eraseOld(): Promise<void> {
    const { db, days, clock, forwardedUpTo } = this.#parts;
    if (days === null) return;
    const oldest = clock.now() - days * dayMs;
    const young = await db.selectFrom('audit').select('seq').where('at', '>=', oldest).orderBy('seq').limit(1).executeTakeFirst();
    const last = await db.selectFrom('audit').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst();
    const tooOld = young ? young.seq - 1 : (last?.seq ?? 0);
    const upTo = Math.min(tooOld, forwardedUpTo() ?? tooOld);
    this.#heldBack = tooOld - upTo;
    for (let done = await this.#erased(); done < upTo; ) {
      const next = Math.min(done + mostAtOnce, upTo);
      await this.#erase(done, next);
      done = next;
    }
  }

  /** Up to which record an earlier erasure went. */
  async #erased(): Promise<number> {
    const row = await this.#parts.db
      .selectFrom('audit')
      .select('content')
      .where('action', '=', eraseAction)
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row?.content ? erasedUpTo(row.content) : 0;
  }

  async #erase(after: number, upTo: number): Promise<void> {
    await this.#parts.audit.write(async (trx, append) => {
      await trx
        .updateTable('audit')
        .set({ content: null })
        .where('seq', '>', after)
        .where('seq', '<=', upTo)
        .where('action', '!=', eraseAction)
        .execute();
      await append({ caller: usher, action: eraseAction, result: 'ok', details: { from: after + 1, upTo, olderThanDays: this.#parts.days } });
    });
  }
}
