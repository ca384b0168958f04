import { closeSync, fdatasync, openSync } from 'node:fs';
import { promisify } from 'node:util';
import type SqliteFile from 'better-sqlite3';

/** Puts on disk what was written to an open file. */
export type SyncFile = (descriptor: number) => Promise<void>;

/**
 * The write-ahead log of a database that commits without waiting for the disk (`synchronous=NORMAL`). Who wants to be sure asks
 * here, and waits beside the event loop. Commits that wait at the same time share a turn of the disk. A commit is in the log as a
 * whole or not at all, and one that is on disk has all before it there. Source: sqlite.org/wal.html, sqlite.org/pragma.html#pragma_synchronous.
 */
export class WriteAheadLog {
  readonly #database: SqliteFile.Database;
  readonly #path: string;
  readonly #sync: SyncFile;
  #descriptor: number | null = null;
  /** The turn that is under way: it may have begun before the latest commit. */
  #turn: Promise<void> | null = null;
  /** The turn after it, which everybody shares who asks meanwhile. */
  #nextTurn: Promise<void> | null = null;
  #isInDoubt = false;

  constructor(database: SqliteFile.Database, path: string, sync: SyncFile = promisify(fdatasync)) {
    this.#database = database;
    this.#path = `${path}-wal`;
    this.#sync = sync;
  }

  /**
   * Whether the disk has refused what the database shows all the same. That it takes the next write says nothing about the one
   * before: only {@link onDisk} ends the doubt.
   */
  get isInDoubt(): boolean {
    return this.#isInDoubt;
  }

  /** Settles once all that was committed before this call is on disk. Rejects with SQLite's error if the disk does not take it. */
  onDisk(): Promise<void> {
    if (this.#nextTurn) return this.#nextTurn;
    if (!this.#turn) return this.#begin();
    this.#nextTurn = this.#turn.then(() => this.#begin(), () => this.#begin());
    return this.#nextTurn;
  }

  /** Waits for what is under way. From then on nothing may be asked. */
  async close(): Promise<void> {
    for (let last = this.#nextTurn ?? this.#turn; last; last = this.#nextTurn ?? this.#turn) await last.catch(() => {});
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    this.#descriptor = null;
  }

  #begin(): Promise<void> {
    this.#nextTurn = null;
    this.#turn = this.#takeTurn().finally(() => {
      this.#turn = null;
    });
    return this.#turn;
  }

  async #takeTurn(): Promise<void> {
    if (!this.#isInDoubt) {
      try {
        // SQLite has made the file by the first commit, and keeps it until the database is closed.
        this.#descriptor ??= openSync(this.#path, 'r+');
        return await this.#sync(this.#descriptor);
      } catch {
        this.#isInDoubt = true;
      }
    }
    this.#intoDatabase();
  }

  /** Writes all of the log into the database itself, and that to disk: slow, and certain. */
  #intoDatabase(): void {
    const [{ busy } = { busy: 1 }] = this.#database.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    if (busy !== 0) throw Object.assign(new Error('The write-ahead log is being read by another program.'), { code: 'SQLITE_BUSY' });
    this.#isInDoubt = false;
  }
}
