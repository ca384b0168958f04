import SqliteFile from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { migrate } from './migrations/migrate';
import { portableValues } from './portable-values';
import type { Database } from './schema';

/** An empty database with all its tables that lives in memory and ends with `db.destroy()`: for unit tests. */
export async function memoryDatabase(): Promise<Kysely<Database>> {
  const database = new SqliteFile(':memory:');
  database.pragma('foreign_keys = ON');
  const db = new Kysely<Database>({ dialect: portableValues(new SqliteDialect({ database })) });
  await migrate(db);
  return db;
}
