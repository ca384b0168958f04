import type { Kysely, SelectQueryBuilder } from 'kysely';
import { goodResults, type AuditFilter, type AuditRecord } from '@/lib/audit/audit-record';
import { recordOf } from '@/server/audit/audit-row';
import { breathe } from '@/server/audit/breathe';
import type { Database } from '@/server/db/schema';
import { foldName } from '@/server/people/fold-name';

type Row = Database['audit'];
type Query<T> = SelectQueryBuilder<Database, 'audit', T>;

/** Records that are read at a time: few enough to hold nothing up. */
const sliceRows = 500;
/** How many records one question looks through for words at the most; the answer says where to go on. */
const usualLimits = { searchedAtMost: 20_000 };

/** Part of a list, newest first. */
export interface Found {
  readonly items: AuditRecord[];
  /** Where to go on: before this record. Null if there is nothing older. */
  readonly before: number | null;
}

/** Reads the audit log. */
export class AuditLog {
  readonly #db: Kysely<Database>;
  readonly #limits: typeof usualLimits;

  constructor(db: Kysely<Database>, limits = usualLimits) {
    this.#db = db;
    this.#limits = limits;
  }

  /**
   * Newest first, `before` a record to continue after. With words to search for it may find fewer than `limit`, or none, and still
   * say where to go on.
   */
  async list(limit: number, before: number | null, filter: AuditFilter): Promise<Found> {
    const picked = await this.#picked(filter);
    const says = filter.search === undefined ? () => true : wordsIn(filter.search);
    const rowsAtOnce = filter.search === undefined ? limit + 1 : sliceRows;
    const items: AuditRecord[] = [];
    let at = before;
    for (let looked = 0; looked < this.#limits.searchedAtMost; looked += rowsAtOnce) {
      const from = at;
      const rows = await picked(this.#db.selectFrom('audit').selectAll())
        .$if(from !== null, (query) => query.where('seq', '<', from))
        .orderBy('seq', 'desc')
        .limit(rowsAtOnce)
        .execute();
      for (const row of rows) {
        if (says(row)) {
          if (items.length === limit) return { items, before: at };
          items.push(recordOf(row));
        }
        at = row.seq;
      }
      if (rows.length < rowsAtOnce) return { items, before: null };
      await breathe();
    }
    return { items, before: at };
  }

  /** How many there are; null where that would mean to read all of them, for their words. */
  async count(filter: AuditFilter): Promise<number | null> {
    if (filter.search !== undefined) return null;
    const picked = await this.#picked(filter);
    const row = await picked(this.#db.selectFrom('audit').select(({ fn }) => fn.countAll<number>().as('n'))).executeTakeFirstOrThrow();
    return Number(row.n);
  }

  /** Rows after `after`, oldest first, `limit` at the most. */
  rowsAfter(after: number, limit: number): Promise<Row[]> {
    return this.#db.selectFrom('audit').selectAll().where('seq', '>', after).orderBy('seq').limit(limit).execute();
  }

  /** The part of a filter that the database answers. */
  async #picked({ action, by, result, from, to }: AuditFilter): Promise<<T>(query: Query<T>) => Query<T>> {
    const ids = by === undefined ? [] : await this.#idsOf(by);
    return (query) => {
      let picked = query;
      if (action !== undefined) picked = picked.where('action', '=', action);
      if (by !== undefined) picked = picked.where('by_id', 'in', ids);
      if (result === 'refused') picked = picked.where('result', 'not in', goodResults);
      else if (result !== undefined) picked = picked.where('result', '=', result);
      if (from !== undefined) picked = picked.where('at', '>=', Date.parse(from));
      if (to !== undefined) picked = picked.where('at', '<=', Date.parse(to));
      return picked;
    };
  }

  /** The ids that an id or a name stands for. */
  async #idsOf(by: string): Promise<string[]> {
    // Both databases refuse NUL: nobody has such a name.
    if (by.includes('\0')) return [''];
    const people = await this.#db.selectFrom('people').select('id').where('name_folded', '=', foldName(by)).execute();
    const tokens = await this.#db.selectFrom('tokens').select('id').where('name', '=', by).execute();
    return [by, ...people.map(({ id }) => id), ...tokens.map(({ id }) => id)];
  }
}

/** Whether a record has all of the words, in whatever is on record of it. */
function wordsIn(search: string): (row: Row) => boolean {
  // As they stand in JSON, where a quotation mark has a backslash.
  const words = search.toLowerCase().split(/\s+/).filter(Boolean).map((word) => JSON.stringify(word).slice(1, -1));
  return ({ action, result, by_id, content }) => {
    const text = `${action} ${result} ${by_id} ${content ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
}
