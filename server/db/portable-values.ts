import type { DatabaseConnection, Dialect, Driver } from 'kysely';
import { ProblemError } from '@/lib/problem/problem';

/**
 * Wraps a dialect so that a value which the two databases would treat differently never reaches either: PostgreSQL refuses
 * NUL in text, SQLite keeps it; SQLite turns NaN into NULL; better-sqlite3 refuses booleans and dates, pg takes them.
 */
export function portableValues(dialect: Dialect): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => checkedDriver(dialect.createDriver()),
  };
}

function checkedDriver(driver: Driver): Driver {
  const checked = new WeakSet<DatabaseConnection>();
  const acquire = driver.acquireConnection.bind(driver);
  driver.acquireConnection = async (...options) => {
    const connection = await acquire(...options);
    if (!checked.has(connection)) {
      checked.add(connection);
      checkParameters(connection);
    }
    return connection;
  };
  return driver;
}

function checkParameters(connection: DatabaseConnection): void {
  const execute = connection.executeQuery.bind(connection);
  connection.executeQuery = async (query, ...rest) => {
    for (const value of query.parameters) refuseUnportable(value);
    return execute(query, ...rest);
  };
}

function refuseUnportable(value: unknown): void {
  if (typeof value === 'string') {
    if (value.includes('\0')) throw new ProblemError('invalid', 'Text must not contain the character NUL.');
    return;
  }
  if (typeof value === 'number' ? Number.isFinite(value) : value === null || typeof value === 'bigint') return;
  if (value instanceof Uint8Array) return;
  throw new TypeError(`A ${value instanceof Date ? 'Date' : String(value)} cannot be stored; see server/db/schema.ts.`);
}
