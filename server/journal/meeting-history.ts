import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { EndedMeeting } from '@/lib/meeting/ended-meeting';
import { rfc3339, type Clock } from '@/server/bridge-client/clock';
import type { Database } from '@/server/db/schema';
import type { Inventory } from '@/server/inventory/inventory';
import { countEnds, eraseEnds, findEnd, insertEnds, listEnds, type EndedQuery, type EndKey, type StoredEnd } from '@/server/journal/ended-meeting-store';
import { formerMembers } from '@/server/journal/former-members';
import type { Journal } from '@/server/journal/journal';
import type { LiveRecord } from '@/server/journal/live-record';
import { meetingLog } from '@/server/journal/meeting-log';
import type { RecordedMeeting } from '@/server/journal/recorded-meeting';

/** So long a meeting that ended waits to be stored: with others, with what records tell of it, and not while its bridge is only being removed. */
const storeAfterMs = 500;
const storeAgainMs = 5_000;
const eraseEveryMs = 3_600_000;
/** Meetings that wait while the database is away, and those that are kept at all. */
const mostWaiting = 2_000;
const mostKept = 50_000;
const mostLines = 1_000;
const dayMs = 86_400_000;

export interface HistoryParts {
  readonly db: Kysely<Database>;
  readonly journal: Pick<Journal, 'about'>;
  readonly inventory: Pick<Inventory, 'picture'>;
  /** Where it was on record while it was live. */
  readonly record: Pick<LiveRecord, 'settled' | 'erase'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** For how many days; with 0 nothing is kept. */
  readonly days: number;
}

interface Waiting {
  readonly meeting: RecordedMeeting;
  readonly endedAtMs: number;
  readonly endedAfter: string | null;
  /** The number of the journal's entry that says that it ended. */
  readonly number: number;
}

/** The meetings that ended in the last days, in the database: written behind what happens, erased when their time is over. */
export class MeetingHistory {
  readonly #parts: HistoryParts;
  #waiting: Waiting[] = [];
  #storing: Promise<void> | null = null;
  #cancelStore: (() => void) | null = null;
  #erasing: Promise<void> = Promise.resolve();
  #cancelErase: (() => void) | null = null;

  constructor(parts: HistoryParts) {
    this.#parts = parts;
  }

  /** Erases what is too old, now and from time to time. */
  start(): Promise<void> {
    this.#erasing = this.#erase();
    return this.#erasing;
  }

  /**
   * Takes in a meeting that has ended, as it last was.
   * @param number of the journal's entry that says so
   * @param endedAfter until when it was surely live, where its end was not seen; RFC 3339
   */
  ended(meeting: RecordedMeeting, number: number, endedAfter: string | null): void {
    if (this.#parts.days === 0) return;
    this.#waiting.push({ meeting, number, endedAfter, endedAtMs: this.#parts.clock.now() });
    if (this.#waiting.length > mostWaiting) {
      this.#waiting.shift();
      this.#parts.log.warn('the database does not take the meetings that end; the oldest that waited is lost');
    }
    this.#cancelStore ??= this.#parts.clock.after(storeAfterMs, () => this.#storeNow());
  }

  list(query: EndedQuery, limit: number, after: EndKey | null): Promise<EndedMeeting[]> {
    return listEnds(this.#parts.db, query, limit, after);
  }

  count(query: EndedQuery): Promise<number> {
    return countEnds(this.#parts.db, query);
  }

  find(id: string): Promise<StoredEnd | null> {
    return findEnd(this.#parts.db, id);
  }

  /** Stores what still waits. */
  async stop(): Promise<void> {
    await this.#erasing;
    this.#cancelErase?.();
    await this.#storing;
    this.#storeNow();
    await this.#storing;
    this.#cancelStore?.();
  }

  #storeNow(): void {
    this.#cancelStore?.();
    this.#cancelStore = null;
    this.#storing ??= this.#store().finally(() => (this.#storing = null));
  }

  async #store(): Promise<void> {
    const batch = this.#waiting;
    this.#waiting = [];
    const ends = batch.flatMap((waiting) => this.#endOf(waiting) ?? []);
    try {
      await this.#parts.record.settled();
      await this.#parts.db.transaction().execute(async (trx) => {
        await insertEnds(trx, ends);
        for (const { meeting, number } of batch) await this.#parts.record.erase(trx, meeting.id, number);
      });
    } catch (error) {
      this.#parts.log.error({ err: error }, 'meetings that ended could not be stored; trying again');
      this.#waiting = [...batch, ...this.#waiting].slice(-mostWaiting);
    }
    if (this.#waiting.length > 0) this.#cancelStore ??= this.#parts.clock.after(storeAgainMs, () => this.#storeNow());
  }

  /** Null for a meeting whose bridges Usher does not follow any more: it may well go on without it. */
  #endOf({ meeting, endedAtMs, endedAfter, number }: Waiting): StoredEnd | null {
    const { callBridges } = this.#parts.inventory.picture;
    const host = meeting.calls.flatMap(({ callBridge }) => callBridges.get(callBridge) ?? [])[0];
    if (!host) return null;
    const { lines } = meetingLog(this.#parts.journal, this.#parts.inventory, meeting.id, { limit: mostLines, after: null, until: number });
    const log = lines.toReversed();
    const startedAt = meeting.startedAt ?? log[0]?.at ?? rfc3339(endedAtMs);
    const { id, name, cluster, space } = meeting;
    const end = { id: `${id}.${Date.parse(startedAt)}`, meeting: id, name, cluster, space, startedAt, endedAt: rfc3339(endedAtMs), endedAfter };
    return { meeting: { ...end, peopleCount: formerMembers(log).length }, origin: host.origin, log };
  }

  async #erase(): Promise<void> {
    const { db, clock, days, log } = this.#parts;
    await eraseEnds(db, clock.now() - days * dayMs, mostKept).catch((error: unknown) => log.error({ err: error }, 'meetings that ended long ago could not be erased'));
    this.#cancelErase = clock.after(eraseEveryMs, () => void this.start());
  }
}
