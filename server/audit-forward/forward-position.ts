import type { Kysely } from 'kysely';
import type { Database } from '@/server/db/schema';

/** How far the audit log was forwarded to one server, on record. Another server begins with the first record. */
export class ForwardPosition {
  readonly #db: Kysely<Database>;
  readonly #key: string;

  constructor(db: Kysely<Database>, target: string) {
    this.#db = db;
    this.#key = `audit-forwarded ${target}`;
  }

  /** The last record that was forwarded; 0 if none was. */
  async read(): Promise<number> {
    const row = await this.#db.selectFrom('settings').select('value').where('key', '=', this.#key).executeTakeFirst();
    return row ? Number(row.value) : 0;
  }

  async write(upTo: number): Promise<void> {
    const value = String(upTo);
    await this.#db
      .insertInto('settings')
      .values({ key: this.#key, value })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
      .execute();
  }
}
