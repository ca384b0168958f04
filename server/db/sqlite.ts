import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { type DatabaseConnection, type Dialect, type Driver, SelectQueryNode, type SqliteDatabase, SqliteDialect } from 'kysely';
import { ProblemError } from '@/lib/problem/problem';
import { touchPrivateFile } from './data-dir';
import { type SyncFile, WriteAheadLog } from './write-ahead-log';

/** How long a statement waits for another process that writes to the file (the sqlite3 shell): nothing else goes on meanwhile. */
const busyTimeoutMs = 500;

/**
 * Opens `usher.db` in the data directory. Every write is on disk before it is answered, because an acknowledged audit record has to
 * survive a power loss; what else there is to do goes on meanwhile. @param sync for tests: how a file is put on disk
 * Problems: `unavailable` if the file is not a database.
 */
export function sqliteDialect(dataDir: string, sync?: SyncFile): Dialect {
  const path = join(dataDir, 'usher.db');
  touchPrivateFile(path);
  const database = new SqliteFile(path, { timeout: busyTimeoutMs });
  try {
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = NORMAL');
    database.pragma('foreign_keys = ON');
  } catch (cause) {
    database.close();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ProblemError('unavailable', `${path} cannot be opened: ${reason}.`, { cause });
  }
  return withDriver(new SqliteDialect({ database: keepingStatements(database) }), (driver) => {
    endOnce(driver, database);
    answerOnceOnDisk(driver, new WriteAheadLog(database, path, sync));
  });
}

function withDriver(dialect: Dialect, change: (driver: Driver) => void): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver() {
      const driver = dialect.createDriver();
      change(driver);
      return driver;
    },
  };
}

/** Some errors, a full disk among them, end the transaction by themselves: to end it again would fail, and hide why. Source: sqlite.org/lang_transaction.html. */
function endOnce(driver: Driver, database: SqliteFile.Database): void {
  const rollBack = driver.rollbackTransaction.bind(driver);
  driver.rollbackTransaction = (connection) => (database.inTransaction ? rollBack(connection) : Promise.resolve());
}

/**
 * Whoever wrote gets their answer once it is on disk. The connection is somebody else's by then: they need not wait for the disk too.
 * Once the disk has refused something, whoever reads waits as well: what was answered to be not on record must not be found there.
 */
function answerOnceOnDisk(driver: Driver, log: WriteAheadLog): void {
  const [acquire, release, destroy] = [driver.acquireConnection.bind(driver), driver.releaseConnection.bind(driver), driver.destroy.bind(driver)];
  /** There is one connection, and whoever has it has it alone. */
  let hasWritten = false;
  const watched = new WeakSet<DatabaseConnection>();
  driver.acquireConnection = async () => {
    const connection = await acquire();
    hasWritten = false;
    if (watched.has(connection)) return connection;
    watched.add(connection);
    const execute = connection.executeQuery.bind(connection);
    connection.executeQuery = (query, ...rest) => {
      hasWritten ||= !SelectQueryNode.is(query.query);
      return execute(query, ...rest);
    };
    return connection;
  };
  driver.releaseConnection = async (connection) => {
    const onDisk = hasWritten || log.isInDoubt ? log.onDisk() : null;
    await Promise.all([release(connection), onDisk]);
  };
  driver.destroy = async () => {
    // Whoever has begun something comes to its end, and so do those who wait for the connection. Nobody comes after.
    const connection = await acquire();
    try {
      await log.close();
      await destroy();
    } finally {
      await release(connection);
    }
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
