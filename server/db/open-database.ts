import { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { prepareDataDir } from './data-dir';
import { lockDataDir } from './data-dir-lock';
import type { Lock, OnLost } from './lock';
import { migrate } from './migrations/migrate';
import { portableValues } from './portable-values';
import { postgresDialect, postgresUnavailable } from './postgres';
import { PostgresLock } from './postgres-lock';
import type { Database } from './schema';
import { sqliteDialect } from './sqlite';
import { onceInAWhile, takesWrites } from './readiness';
import { databaseProblem } from './database-error';

export interface OpenedDatabase {
  readonly db: Kysely<Database>;
  readonly kind: 'sqlite' | 'postgresql';
  /** Whether it takes something in at this moment, or did within the last second. */
  isReady(): Promise<boolean>;
  /** Closes the connections, then gives the lock back. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** Where `usher.db`, the lock file and the secret are. Made if it is not there. */
  readonly dataDir: string;
  /** `postgres://...`; null for SQLite in the data directory. */
  readonly databaseUrl: string | null;
  /** Another Usher acts from now on: stop. */
  readonly onLockLost: OnLost;
  readonly log: Logger;
}

/**
 * Locks the data directory (and the PostgreSQL database, if that is used), opens the database and brings its tables up to date.
 * Problems: `data-dir-not-writable`, `data-dir-locked`, `unavailable`.
 */
export async function openDatabase(options: DatabaseOptions): Promise<OpenedDatabase> {
  prepareDataDir(options.dataDir);
  const locks: Lock[] = [lockDataDir(options.dataDir, options.onLockLost)];
  try {
    const lock = options.databaseUrl === null ? null : await PostgresLock.take(options.databaseUrl, options.onLockLost, options.log);
    if (lock) locks.push(lock);
    const db = await openMigrated(options, lock);
    return {
      db,
      kind: options.databaseUrl === null ? 'sqlite' : 'postgresql',
      isReady: onceInAWhile(() => takesWrites(db)),
      async close() {
        await db.destroy();
        await releaseAll(locks);
      },
    };
  } catch (error) {
    await releaseAll(locks);
    throw error;
  }
}

async function openMigrated({ dataDir, databaseUrl, log }: DatabaseOptions, lock: PostgresLock | null): Promise<Kysely<Database>> {
  const dialect = databaseUrl === null ? sqliteDialect(dataDir) : await postgresDialect(databaseUrl, log, () => lock?.isHeld ?? false);
  const db = new Kysely<Database>({ dialect: portableValues(dialect) });
  try {
    await migrate(db);
    await lock?.sign(db);
    return db;
  } catch (error) {
    await db.destroy();
    const outage = databaseProblem(error)?.code === 'unavailable';
    throw outage && databaseUrl !== null ? postgresUnavailable(databaseUrl, error) : error;
  }
}

async function releaseAll(locks: readonly Lock[]): Promise<void> {
  for (const lock of locks.toReversed()) await lock.release();
}
