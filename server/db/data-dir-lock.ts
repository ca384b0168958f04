import { statSync } from 'node:fs';
import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { ProblemError } from '@/lib/problem/problem';
import { dataDirNotWritable } from './data-dir';
import type { Lock, OnLost } from './lock';

const checkEveryMs = 5_000;

/**
 * Locks a data directory for this process by an exclusive transaction on its lock file: the operating system gives the lock
 * back however the process ends. It is lost if somebody removes or replaces the file.
 * Problems: `data-dir-locked`, `data-dir-not-writable`.
 */
export function lockDataDir(dataDir: string, onLost: OnLost): Lock {
  const path = join(dataDir, 'usher.lock');
  const file = openExclusively(path, dataDir);
  const locked = statSync(path).ino;
  const timer = setInterval(() => {
    if (statSync(path, { throwIfNoEntry: false })?.ino === locked) return;
    clearInterval(timer);
    onLost(`The lock file ${path} was removed or replaced.`);
  }, checkEveryMs).unref();
  return {
    release() {
      clearInterval(timer);
      file.close();
      return Promise.resolve();
    },
  };
}

function openExclusively(path: string, dataDir: string): SqliteFile.Database {
  let file: SqliteFile.Database | null = null;
  try {
    file = new SqliteFile(path, { timeout: 0 });
    file.exec('BEGIN EXCLUSIVE');
    return file;
  } catch (cause) {
    file?.close();
    if (!(cause instanceof SqliteFile.SqliteError) || cause.code !== 'SQLITE_BUSY') throw dataDirNotWritable(dataDir, cause);
    throw new ProblemError(
      'data-dir-locked',
      `Another Usher is running on the data directory ${dataDir}. Stop it, or start this one with its own USHER_DATA_DIR.`,
      { cause },
    );
  }
}
