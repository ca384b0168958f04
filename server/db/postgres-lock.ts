import { ProblemError } from '@/lib/problem/problem';
import { heardWithin } from '@/server/heard-within';
import type { Lock, OnLost } from './lock';
import { describePostgres, loadPg, postgresConnection, postgresUnavailable } from './postgres';

/** Any number will do, as long as it is always the same: "usher" in ASCII. */
const lockKey = 0x7573686572;
/** How often the connection that holds the lock is asked whether it lives, and how long it may take to say so. */
const heartbeatMs = 5_000;

/**
 * Takes an advisory lock on the database, on a connection of its own that is kept open. The lock is lost with the connection,
 * on which the server gives it to whoever asks next.
 * Problems: `data-dir-locked` if another Usher has it, `unavailable` if the server does not answer.
 */
export async function lockPostgres(databaseUrl: string, onLost: OnLost): Promise<Lock> {
  const pg = await loadPg();
  const client = new pg.Client(postgresConnection(databaseUrl));
  let held = false;
  const lose = (reason: string) => {
    if (!held) return;
    held = false;
    clearInterval(timer);
    onLost(`The lock on ${describePostgres(databaseUrl)} is lost: ${reason}.`);
  };
  client.on('error', (error) => lose(error.message));
  client.on('end', () => lose('the connection ended'));
  const timer = setInterval(() => {
    heardWithin(client.query('select 1'), heartbeatMs).catch((error: unknown) => lose(error instanceof Error ? error.message : String(error)));
  }, heartbeatMs).unref();
  const close = async () => {
    held = false;
    clearInterval(timer);
    await client.end();
  };
  try {
    await client.connect();
    const asked = client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [lockKey]);
    const { rows } = await heardWithin(asked, heartbeatMs);
    held = rows[0]?.locked === true;
  } catch (cause) {
    await close();
    throw postgresUnavailable(databaseUrl, cause);
  }
  if (!held) {
    await close();
    throw new ProblemError('data-dir-locked', `Another Usher is running on ${describePostgres(databaseUrl)}. Stop it first.`);
  }
  return { release: close };
}
