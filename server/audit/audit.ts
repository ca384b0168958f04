import { sql, type Kysely, type Transaction } from 'kysely';
import { rowAfter, type AuditEntry } from '@/server/audit/audit-row';
import { breathe } from '@/server/audit/breathe';
import { beginning, type Link } from '@/server/audit/chain';
import type { Database } from '@/server/db/schema';

/** Adds a record to the chain of the transaction that is under way. It has its place at once, which is the answer, and is written with the others at the end. */
export type Append = (entry: AuditEntry) => Promise<Link>;

type Work<T> = (trx: Transaction<Database>, append: Append) => Promise<T>;

/** How many writers share a commit at the most: a long line does not keep its first for long. */
const mostTogether = 64;
/** Rows in one statement. Few different lengths, so that each statement is compiled once. */
const rowsAtOnce = [64, 32, 8, 2, 1] as const;

interface Job {
  /** Does its work after the ones before it; what it answers with is told once all of it is committed. */
  readonly run: (group: Group) => Promise<() => void>;
  readonly fail: (error: unknown) => void;
}

/** What is about to be committed together. */
interface Group {
  readonly trx: Transaction<Database>;
  readonly size: number;
  readonly rows: Database['audit'][];
  head: Link;
}

/**
 * The audit log: an append-only chain. Each record's digest covers the one before, who (by id), what, the result, and a
 * digest of the rest; so names and details can be erased one day while the chain still verifies.
 */
export class Audit {
  readonly #db: Kysely<Database>;
  readonly #now: () => number;
  readonly #waiting: Job[] = [];
  readonly #listeners = new Set<(head: Link) => void>();
  #head: Link | null = null;
  #busy = false;

  constructor(db: Kysely<Database>, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  /**
   * Runs `work` in a transaction, with a function that appends to the chain: what is recorded and what was done are
   * committed together or not at all. Writers take turns, as the chain has one head; those who wait at the same time share one
   * commit, and each is answered once it is on disk. Errors leave the transaction, and undo the work of this writer alone.
   */
  write<T>(work: Work<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const answerOf = (value: T) => () => resolve(value);
      const appendTo = (group: Group): Append => (entry) => Promise.resolve(add(group, entry, this.#now()));
      this.#enqueue({
        async run(group) {
          // Alone in its transaction it needs no savepoint: the error undoes all there is.
          if (group.size === 1) return answerOf(await work(group.trx, appendTo(group)));
          const outcome = await undoable(group, () => work(group.trx, appendTo(group)));
          return outcome.done ? answerOf(outcome.value) : () => reject(outcome.error as Error);
        },
        fail: reject,
      });
    });
  }

  /** Appends one record on its own. */
  append(entry: AuditEntry): Promise<void> {
    return new Promise((resolve, reject) => {
      const run = (group: Group) => {
        add(group, entry, this.#now());
        return Promise.resolve(resolve);
      };
      this.#enqueue({ run, fail: reject });
    });
  }

  #enqueue(job: Job): void {
    this.#waiting.push(job);
    if (!this.#busy) void this.#drain();
  }

  /** Calls back with the new end of the chain after each commit. Returns what unsubscribes. */
  onWritten(listener: (head: Link) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The latest record that is committed. */
  async head(): Promise<Link> {
    return this.#head ?? this.#readHead();
  }

  async #drain(): Promise<void> {
    this.#busy = true;
    while (this.#waiting.length > 0) {
      const jobs = this.#waiting.splice(0, mostTogether);
      try {
        for (const answer of await this.#commit(jobs)) answer();
      } catch (error) {
        // Whether it was committed may not be known: the next writer reads where the chain ends.
        this.#head = null;
        for (const { fail } of jobs) fail(error);
      }
      // Whoever was answered and writes again at once joins those who come meanwhile.
      await breathe();
    }
    this.#busy = false;
  }

  async #commit(jobs: readonly Job[]): Promise<(() => void)[]> {
    const before = await this.head();
    let head = before;
    const answers = await this.#db.transaction().execute(async (trx) => {
      const group: Group = { trx, size: jobs.length, rows: [], head: before };
      const done: (() => void)[] = [];
      for (const job of jobs) done.push(await job.run(group));
      await insertRows(trx, group.rows);
      head = group.head;
      return done;
    });
    this.#head = head;
    if (head !== before) for (const listener of this.#listeners) listener(head);
    return answers;
  }

  async #readHead(): Promise<Link> {
    const last = await this.#db
      .selectFrom('audit')
      .select(['seq', 'digest'])
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    return last ?? beginning;
  }
}

/**
 * Runs one writer's part of a group: if it fails, what it did and appended is taken back, and nothing of the others. Some failures end
 * the whole transaction (on SQLite a full disk does): then it throws, and nothing of the group holds.
 */
async function undoable<T>(group: Group, work: () => Promise<T>): Promise<{ done: true; value: T } | { done: false; error: unknown }> {
  const { trx, rows, head } = group;
  const length = rows.length;
  await sql`savepoint writer`.execute(trx);
  try {
    const value = await work();
    await sql`release savepoint writer`.execute(trx);
    return { done: true, value };
  } catch (error) {
    rows.length = length;
    group.head = head;
    await sql`rollback to savepoint writer`.execute(trx).catch(() => {
      throw error;
    });
    return { done: false, error };
  }
}

function add(group: Group, entry: AuditEntry, at: number): Link {
  const row = rowAfter(group.head, entry, at);
  group.rows.push(row);
  group.head = row;
  return row;
}

async function insertRows(trx: Transaction<Database>, rows: readonly Database['audit'][]): Promise<void> {
  for (let from = 0; from < rows.length; ) {
    const length = rowsAtOnce.find((many) => many <= rows.length - from) ?? 1;
    await trx.insertInto('audit').values(rows.slice(from, from + length)).execute();
    from += length;
  }
}
