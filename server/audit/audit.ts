import { createHash } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { Caller } from '@/lib/access/access';
import type { AuditRecord, Verification } from '@/lib/audit/audit-record';
import type { Database } from '@/server/db/schema';

/** What is put on record. `details` is JSON without secrets. */
export interface AuditEntry {
  readonly caller: Caller;
  readonly action: string;
  /** `ok`, or the code of the problem. */
  readonly result: string;
  readonly details: unknown;
}

export type Append = (entry: AuditEntry) => Promise<void>;

/** Digest that the first record follows. */
const genesis = createHash('sha256').update('usher audit').digest('hex');

interface Link {
  readonly seq: number;
  readonly digest: string;
}

/**
 * The audit log: an append-only chain. Each record's digest covers the one before, who (by id), what, the result, and a
 * digest of the rest; so names and details can be erased one day while the chain still verifies.
 */
export class Audit {
  readonly #db: Kysely<Database>;
  readonly #now: () => number;
  #head: Link | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(db: Kysely<Database>, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  /**
   * Runs `work` in one transaction, with a function that appends to the chain: what is recorded and what was done are
   * committed together or not at all. Writers take turns, as the chain has one head. Errors leave the transaction.
   */
  write<T>(work: (trx: Transaction<Database>, append: Append) => Promise<T>): Promise<T> {
    const run = this.#turn.then(() => this.#writeNow(work));
    this.#turn = run.catch(() => undefined);
    return run;
  }

  /** Appends one record on its own. */
  append(entry: AuditEntry): Promise<void> {
    return this.write((_, append) => append(entry));
  }

  async #writeNow<T>(work: (trx: Transaction<Database>, append: Append) => Promise<T>): Promise<T> {
    let head = this.#head ?? (await this.#readHead());
    const value = await this.#db.transaction().execute((trx) =>
      work(trx, async (entry) => {
        head = await appendRecord(trx, head, entry, this.#now());
      }),
    );
    this.#head = head;
    return value;
  }

  async #readHead(): Promise<Link> {
    const last = await this.#db
      .selectFrom('audit')
      .select(['seq', 'digest'])
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    return last ?? { seq: 0, digest: genesis };
  }

  /** Newest first; `before` is a sequence number to continue after. */
  async list(limit: number, before: number | null): Promise<AuditRecord[]> {
    const rows = await this.#db
      .selectFrom('audit')
      .selectAll()
      .$if(before !== null, (query) => query.where('seq', '<', before))
      .orderBy('seq', 'desc')
      .limit(limit)
      .execute();
    return rows.map(toRecord);
  }

  async count(): Promise<number> {
    const row = await this.#db
      .selectFrom('audit')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow();
    return Number(row.n);
  }

  /** Walks the whole chain, in pages, and says where it breaks first. */
  async verify(): Promise<Verification> {
    let head: Link = { seq: 0, digest: genesis };
    for (;;) {
      const rows = await this.#db
        .selectFrom('audit')
        .selectAll()
        .where('seq', '>', head.seq)
        .orderBy('seq')
        .limit(1_000)
        .execute();
      if (rows.length === 0) break;
      for (const row of rows) {
        const why = fault(row, head);
        if (why) return { intact: false, records: head.seq, brokenAt: head.seq + 1, why };
        head = { seq: row.seq, digest: row.digest };
      }
    }
    return { intact: true, records: head.seq, head: head.seq === 0 ? null : head.digest };
  }
}

type Row = Database['audit'];

async function appendRecord(trx: Transaction<Database>, head: Link, entry: AuditEntry, at: number): Promise<Link> {
  const { caller, action, result, details } = entry;
  const content = JSON.stringify({ name: caller.name, address: caller.address, details });
  const record = {
    seq: head.seq + 1,
    at,
    by_kind: caller.kind,
    by_id: caller.id,
    action,
    result,
    content_digest: sha256(content),
  };
  const digest = digestAfter(head.digest, record);
  await trx.insertInto('audit').values({ ...record, content, digest }).execute();
  return { seq: record.seq, digest };
}

/** The digest of a record that follows another. The list of fields is fixed: JSON of an array has one spelling. */
function digestAfter(previous: string, row: Omit<Row, 'content' | 'digest'>): string {
  const fields = [previous, row.seq, row.at, row.by_kind, row.by_id, row.action, row.result, row.content_digest];
  return sha256(JSON.stringify(fields));
}

function fault(row: Row, head: Link): 'missing' | 'digest' | 'content' | null {
  if (row.seq !== head.seq + 1) return 'missing';
  if (row.digest !== digestAfter(head.digest, row)) return 'digest';
  if (row.content !== null && row.content_digest !== sha256(row.content)) return 'content';
  return null;
}

function toRecord(row: Row): AuditRecord {
  const content = row.content === null ? null : (JSON.parse(row.content) as StoredContent);
  return {
    seq: row.seq,
    at: new Date(row.at).toISOString(),
    by: { kind: row.by_kind, id: row.by_id, name: content?.name ?? null },
    address: content?.address ?? null,
    action: row.action,
    result: row.result,
    details: content?.details ?? null,
    digest: row.digest,
  };
}

interface StoredContent {
  name: string;
  address: string | null;
  details: unknown;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
