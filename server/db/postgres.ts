import { type Dialect, PostgresDialect } from 'kysely';
import type pg from 'pg';
import type { Logger } from 'pino';
import { ProblemError } from '@/lib/problem/problem';
import { databaseAway } from './database-error';

/** A server that is not there says so at once; one on a busy machine takes its time. */
const connectTimeoutMs = 15_000;
const int8 = 20;

/** The driver, which takes its time to load and is of no use on SQLite. */
export async function loadPg(): Promise<typeof pg> {
  return (await import('pg')).default;
}

/** Connection settings that every connection to PostgreSQL uses; what the URL says comes first. */
export function postgresConnection(databaseUrl: string): pg.ClientConfig {
  return {
    connectionString: databaseUrl,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    application_name: 'usher',
    // An acknowledged audit record has to survive a power loss, whatever the server's default is.
    options: '-c synchronous_commit=on',
  };
}

/**
 * A pool of connections, none of which is given out while this Usher may not act. Errors of idle connections are logged: without a
 * listener a restart of the server would end this process. int8 and count(*) come as numbers, as from SQLite.
 */
export async function postgresDialect(databaseUrl: string, log: Logger, mayAct: () => boolean): Promise<Dialect> {
  const pg = await loadPg();
  const pool = new pg.Pool({
    ...postgresConnection(databaseUrl),
    max: 10,
    types: {
      getTypeParser: (type: number, format?: 'text' | 'binary') =>
        type === int8 ? Number : pg.types.getTypeParser(type, format ?? 'text'),
    },
  });
  const onError = (err: Error) => log.warn({ err }, 'a connection to PostgreSQL ended');
  pool.on('error', onError);
  pool.on('connect', (client) => client.on('error', onError));
  const connect = () => (mayAct() ? pool.connect() : Promise.reject(databaseAway()));
  return new PostgresDialect({ pool: { connect, end: () => pool.end() } });
}

/** Where a database is, in words, without its password. */
export function describePostgres(databaseUrl: string): string {
  try {
    const { host, pathname } = new URL(databaseUrl);
    return `PostgreSQL at ${host || 'the local socket'}, database ${decodeURIComponent(pathname.slice(1)) || '(default)'}`;
  } catch {
    return 'PostgreSQL at the address in DATABASE_URL';
  }
}

/** `unavailable`, saying which server did not answer and why. */
export function postgresUnavailable(databaseUrl: string, cause: unknown): ProblemError {
  // A refused connection is an AggregateError without a message of its own, one error per address tried.
  const errors: unknown[] = cause instanceof AggregateError ? cause.errors : [cause];
  const reason = errors.map((error) => (error instanceof Error ? error.message : String(error))).join(', ');
  return new ProblemError('unavailable', `${describePostgres(databaseUrl)} cannot be used: ${reason}. Check DATABASE_URL.`, {
    cause,
  });
}
