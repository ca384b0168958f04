import { accessSync, closeSync, constants, mkdirSync, openSync } from 'node:fs';
import { ProblemError } from '@/lib/problem/problem';

/**
 * Makes the data directory, for its owner only, if it is not there, and checks that it can be written.
 * Problems: `data-dir-not-writable`, with the operating system's reason.
 */
export function prepareDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw dataDirNotWritable(dataDir, cause);
  }
}

/** The problem of a data directory in which something could not be written. */
export function dataDirNotWritable(dataDir: string, cause: unknown): ProblemError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ProblemError(
    'data-dir-not-writable',
    `Usher cannot write to its data directory ${dataDir}: ${reason}. Give it a directory of its own with USHER_DATA_DIR.`,
    { cause },
  );
}

/** Makes a file that only its owner can read, if it is not there. SQLite gives its side files the same rights. */
export function touchPrivateFile(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
}
