import type { Kysely } from 'kysely';
import type { Database } from '@/server/db/schema';

type Transact = ReturnType<Kysely<Database>['transaction']>['execute'];

export const connectionLost = new Error('Connection terminated unexpectedly');

/** A database over a connection that breaks when a test says so. */
export class BreakingDatabase {
  /**
   * What becomes of the next transaction: its answer is lost, the database with it, it is done but not before `land`, or it does not happen.
   */
  next: 'answer-lost' | 'database-lost' | 'late' | 'not-done' | null = null;
  isAway = false;
  /** The last audit record that can be seen, while something is on its way. */
  #seen: number | null = null;
  readonly db: Kysely<Database>;

  constructor(readonly real: Kysely<Database>) {
    const transaction = () => ({ execute: (work: Parameters<Transact>[0]) => this.#transact(work) });
    const selectFrom = (table: 'audit') => {
      if (this.isAway) throw connectionLost;
      const seen = this.#seen;
      return table === 'audit' && seen !== null ? real.selectFrom(table).where('seq', '<=', seen) : real.selectFrom(table);
    };
    const broken: Record<PropertyKey, unknown> = { transaction, selectFrom };
    this.db = new Proxy(real, { get: (target, name) => broken[name] ?? (Reflect.get(target, name, target) as unknown) });
  }

  /** What is on its way arrives. */
  land(): void {
    this.#seen = null;
  }

  async #transact(work: Parameters<Transact>[0]): Promise<unknown> {
    const { next, real } = this;
    this.next = null;
    if (next === 'not-done') throw connectionLost;
    const last = next === 'late' ? await real.selectFrom('audit').select(({ fn }) => fn.max('seq').as('seq')).executeTakeFirst() : null;
    if (last) this.#seen = last.seq ?? 0;
    const done = await real.transaction().execute(work);
    if (next === null) return done;
    this.isAway = next === 'database-lost';
    throw connectionLost;
  }
}
