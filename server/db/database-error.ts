import { ProblemError } from '@/lib/problem/problem';

/** What the two databases call the same failure. SQLite: sqlite.org/rescode.html; PostgreSQL: appendix A of its manual. */
const uniqueViolations = new Set(['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY', '23505']);
const missingReferences = new Set(['SQLITE_CONSTRAINT_FOREIGNKEY', '23503']);

/** Classes and codes that say "the database is not there or has no room", not "the query is wrong". */
const outages = [
  /^SQLITE_(FULL|IOERR|BUSY|LOCKED|READONLY|CANTOPEN|CORRUPT|NOTADB)/,
  // 08 connection, 28 authorization, 3D no such database, 53 no resources, 57P shut down, 58 system error
  /^(08|28|3D|53|57P|58)[0-9A-Z]+$/,
  /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE)$/,
];
/** SQLite; PostgreSQL's `disk_full`. */
const noRoom = /^(SQLITE_FULL|53100)$/;
const connectionLost = /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** Whether a write was refused because the row is already there. */
export function isUniqueViolation(error: unknown): boolean {
  const code = codeOf(error);
  return code !== null && uniqueViolations.has(code);
}

/** Whether a write was refused because the row that it refers to is not there (any more). */
export function isMissingReference(error: unknown): boolean {
  const code = codeOf(error);
  return code !== null && missingReferences.has(code);
}

/**
 * The problem behind an error of the database: `conflict` for a row that is already there, `unavailable` for an outage;
 * null for anything else, which is a mistake in the program and must stay visible as one.
 */
export function databaseProblem(error: unknown): ProblemError | null {
  if (error instanceof ProblemError) return error.code === 'unavailable' ? error : null;
  if (isUniqueViolation(error)) return new ProblemError('conflict', 'This already exists.', { cause: error });
  const code = codeOf(error);
  if (code !== null && noRoom.test(code)) {
    return new ProblemError('unavailable', 'The disk of the database is full, so that nothing can be put on record. Nothing was done.', { cause: error });
  }
  const outage =
    (code !== null && outages.some((pattern) => pattern.test(code))) ||
    (error instanceof Error && connectionLost.test(error.message));
  return outage ? databaseAway(error) : null;
}

/** What is said while the database cannot be used. */
export function databaseAway(cause?: unknown): ProblemError {
  return new ProblemError('unavailable', 'The database cannot be used right now, so that nothing can be put on record. Try again in a moment.', { cause });
}

function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}
