import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type pg from 'pg';
import type { Logger } from 'pino';
import { ProblemError } from '@/lib/problem/problem';
import { heardWithin } from '@/server/heard-within';
import type { Lock, OnLost } from './lock';
import { describePostgres, loadPg, postgresConnection, postgresUnavailable } from './postgres';
import type { Database } from './schema';

/** Any number will do, as long as it is always the same: "usher" in ASCII. */
const lockKey = 0x7573686572;
/** How often the connection that holds the lock is asked whether it lives, and how long it may take to say so. */
const heartbeatMs = 5_000;
const takeAgainMs = 1_000;
/** Where in `settings` it says who acts. */
const actingKey = 'acting';

/**
 * An advisory lock on the database, on a connection of its own that is kept open. The lock goes with the connection, on which the
 * server gives it to whoever asks next: until it is taken again nothing may be read or written. Whoever acts signs for it, so that an
 * Usher that comes back sees whether another has acted meanwhile; then it has lost the lock for good.
 */
export class PostgresLock implements Lock {
  readonly #signature = randomUUID();
  readonly #databaseUrl: string;
  readonly #onLost: OnLost;
  readonly #log: Logger;
  #client: pg.Client | null = null;
  #timer: NodeJS.Timeout | null = null;
  #released = false;

  private constructor(databaseUrl: string, onLost: OnLost, log: Logger) {
    this.#databaseUrl = databaseUrl;
    this.#onLost = onLost;
    this.#log = log;
  }

  /** Problems: `data-dir-locked` if another Usher has it, `unavailable` if the server does not answer. */
  static async take(databaseUrl: string, onLost: OnLost, log: Logger): Promise<PostgresLock> {
    const lock = new PostgresLock(databaseUrl, onLost, log);
    const client = await lock.#ask().catch((cause: unknown) => {
      throw postgresUnavailable(databaseUrl, cause);
    });
    if (client === null) throw new ProblemError('data-dir-locked', `Another Usher is running on ${describePostgres(databaseUrl)}. Stop it first.`);
    lock.#hold(client);
    return lock;
  }

  /** Whether this Usher may read and write at this moment. */
  get isHeld(): boolean {
    return this.#client !== null;
  }

  /** Puts on record that it is this Usher that acts from now on. */
  async sign(db: Kysely<Database>): Promise<void> {
    const value = this.#signature;
    await db.insertInto('settings').values({ key: actingKey, value }).onConflict((conflict) => conflict.column('key').doUpdateSet({ value })).execute();
  }

  async release(): Promise<void> {
    this.#released = true;
    const client = this.#letGo();
    await client?.end();
  }

  /** A connection that has the lock; null if another has it. */
  async #ask(): Promise<pg.Client | null> {
    const { Client } = await loadPg();
    const client = new Client(postgresConnection(this.#databaseUrl));
    // Whoever holds the lock listens for themselves; before, what fails is told by the question.
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rows } = await heardWithin(client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [lockKey]), heartbeatMs);
      if (rows[0]?.locked === true) return client;
    } catch (error) {
      void client.end().catch(() => undefined);
      throw error;
    }
    await client.end();
    return null;
  }

  #hold(client: pg.Client): void {
    this.#client = client;
    const lose = (reason: string) => {
      if (this.#client === client) this.#lose(reason);
    };
    client.on('error', (error) => lose(error.message));
    client.on('end', () => lose('the connection ended'));
    this.#timer = setInterval(() => {
      heardWithin(client.query('select 1'), heartbeatMs).catch((error: unknown) => lose(error instanceof Error ? error.message : String(error)));
    }, heartbeatMs).unref();
  }

  #letGo(): pg.Client | null {
    const client = this.#client;
    this.#client = null;
    if (this.#timer) clearInterval(this.#timer);
    return client;
  }

  #lose(reason: string): void {
    this.#log.warn({ reason }, 'the lock on the database is lost: nothing is put on record, and nothing sent, until it is taken again');
    void this.#letGo()?.end().catch(() => undefined);
    this.#takeAgainLater();
  }

  #takeAgainLater(): void {
    this.#timer = setTimeout(() => {
      this.#takeAgain().catch((error: unknown) => {
        this.#log.warn({ err: error }, 'the lock on the database could not be taken again');
        this.#takeAgainLater();
      });
    }, takeAgainMs).unref();
  }

  async #takeAgain(): Promise<void> {
    const client = await this.#ask();
    // The server may not have noticed yet that the former connection has ended.
    if (client === null) throw new Error('Another connection has it.');
    const { rows } = await heardWithin(client.query<{ value: string }>('select value from settings where key = $1', [actingKey]), heartbeatMs);
    if (this.#released || rows[0]?.value !== this.#signature) {
      void client.end().catch(() => undefined);
      if (!this.#released) this.#onLost(`The lock on ${describePostgres(this.#databaseUrl)} was lost, and another Usher has acted meanwhile.`);
      return;
    }
    this.#hold(client);
    this.#log.warn('the lock on the database is held again');
  }
}
