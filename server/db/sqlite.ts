import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { type Dialect, type SqliteDatabase, SqliteDialect } from 'kysely';
import { ProblemError } from '@/lib/problem/problem';
import { touchPrivateFile } from './data-dir';

/** How long a statement waits for another process that writes to the file (the sqlite3 shell): nothing else goes on meanwhile. */
const busyTimeoutMs = 500;

/**
 * Opens `usher.db` in the data directory. Every commit is an fsync (`synchronous=FULL`), because an acknowledged audit
 * record has to survive a power loss.
 * Problems: `unavailable` if the file is not a database.
 */
export function sqliteDialect(dataDir: string): Dialect {
  const path = join(dataDir, 'usher.db');
  touchPrivateFile(path);
  const database = new SqliteFile(path, { timeout: busyTimeoutMs });
  try {
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
  } catch (cause) {
    database.close();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ProblemError('unavailable', `${path} cannot be opened: ${reason}.`, { cause });
  }
  return endingOnce(new SqliteDialect({ database: keepingStatements(database) }), database);
}

/** Some errors, a full disk among them, end the transaction by themselves: to end it again would fail, and hide why. Source: sqlite.org/lang_transaction.html. */
function endingOnce(dialect: Dialect, database: SqliteFile.Database): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver() {
      const driver = dialect.createDriver();
      const rollBack = driver.rollbackTransaction.bind(driver);
      driver.rollbackTransaction = (connection) => (database.inTransaction ? rollBack(connection) : Promise.resolve());
      return driver;
    },
  };
}

/** More than Usher has queries; lists of parameters of different lengths make some of them many. */
const mostStatements = 300;

/** better-sqlite3 compiles a statement at every `prepare`, and Kysely prepares at every query: the same text is compiled once. */
function keepingStatements(database: SqliteFile.Database): SqliteDatabase {
  const kept = new Map<string, SqliteFile.Statement<unknown[]>>();
  return {
    close: () => database.close(),
    prepare(text) {
      const known = kept.get(text);
      if (known) return known;
      const made = database.prepare<unknown[]>(text);
      if (kept.size >= mostStatements) kept.clear();
      kept.set(text, made);
      return made;
    },
  };
}
