import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Clock } from '@/server/bridge-client/clock';
import type { Database } from '@/server/db/schema';
import type { Journal } from '@/server/journal/journal';
import { eraseLive, eraseOldLive, eraseStrayLines, readLines, readLive, storeLive, type RecordedLine } from '@/server/journal/live-record-store';
import { peopleIn } from '@/server/journal/people-in';
import { recordedMeetingSchema, type OpenMeeting, type RecordedMeeting } from '@/server/journal/recorded-meeting';

/** What a kill can lose. */
const writeEveryMs = 2_000;
/** How exact the time is until which a meeting was surely live, while nothing else is written. */
const seenEveryMs = 10_000;
/** In one commit; the rest waits for the next. */
const mostLinesAtOnce = 2_000;
const mostMeetingsAtOnce = 500;
/** Lines that wait while the database is away, and those that are kept at all: as many as the journal keeps. */
const mostWaiting = 20_000;
const mostLines = 100_000;
const linesPerErase = 10_000;
const eraseEveryMs = 3_600_000;
const linesPerRead = 2_000;
const dayMs = 86_400_000;

export interface LiveRecordParts {
  readonly db: Kysely<Database>;
  readonly journal: Pick<Journal, 'restore'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** For how many days; with 0 nothing is kept. */
  readonly days: number;
}

/** What is known of the meetings that are live, in the database: lines are added to it every few seconds. A next start goes on from there. */
export class LiveRecord {
  readonly #parts: LiveRecordParts;
  /** Of each meeting that is live what was told last, as text. */
  readonly #live = new Map<string, string>();
  readonly #unwritten = new Set<string>();
  #lines: RecordedLine[] = [];
  #seenAtMs = -Infinity;
  #linesSinceErase = 0;
  #erasedAtMs = 0;
  #writing: Promise<void> | null = null;
  #cancel: (() => void) | null = null;

  constructor(parts: LiveRecordParts) {
    this.#parts = parts;
  }

  /** Reads what an earlier run left, puts its lines into the journal, and erases what is too old. To be called before anything is told. */
  async load(): Promise<OpenMeeting[]> {
    const { db, journal, clock, days } = this.#parts;
    const live = await readLive(db);
    await eraseOldLive(db, clock.now() - days * dayMs, mostLines);
    await eraseStrayLines(db);
    this.#erasedAtMs = clock.now();
    const kept = live.filter(({ seenAtMs }) => days > 0 && seenAtMs > clock.now() - days * dayMs);
    const people = new Map(kept.map(({ meeting }) => [meeting.id, peopleIn(meeting)]));
    for (let after = -1; ; ) {
      const lines = await readLines(db, after, linesPerRead);
      for (const line of lines) {
        const { number, meeting, atMs, ...note } = line;
        people.get(meeting)?.take(line);
        journal.restore({ source: 'usher', toldAtMs: null, clockDifferenceMs: null, ...note }, number, atMs);
      }
      const last = lines.at(-1);
      if (!last) break;
      after = last.number;
    }
    return kept.map(({ meeting, seenAtMs }) => ({ meeting, seenAtMs, people: people.get(meeting.id)?.inside ?? new Map() }));
  }

  /** Begins to write what is told from now on. */
  start(): void {
    if (this.#parts.days > 0) this.#cancel = this.#parts.clock.after(writeEveryMs, () => void this.#beat());
  }

  isLive(meeting: string): boolean {
    return this.#live.has(meeting);
  }

  /** A live meeting as it is now. */
  meeting(meeting: RecordedMeeting): void {
    if (this.#parts.days === 0) return;
    const text = JSON.stringify(recordedMeetingSchema.parse(meeting));
    if (this.#live.get(meeting.id) === text) return;
    this.#live.set(meeting.id, text);
    this.#unwritten.add(meeting.id);
  }

  /** A line of a live meeting's log, or one of before of which more is known now. */
  line(line: RecordedLine): void {
    if (this.#parts.days === 0) return;
    const waiting = this.#lines.findLastIndex(({ number }) => number === line.number);
    if (waiting === -1) this.#lines.push(line);
    else this.#lines[waiting] = line;
    if (this.#lines.length <= mostWaiting) return;
    this.#lines = this.#lines.slice(-mostWaiting / 2);
    this.#parts.log.warn('the database does not take the logs of live meetings; the oldest lines that waited are lost');
  }

  /** It is over; what waits of it need not be written any more. What is stored stays until {@link erase}. */
  ended(meeting: string): void {
    this.#live.delete(meeting);
    this.#unwritten.delete(meeting);
    this.#lines = this.#lines.filter((line) => line.meeting !== meeting);
  }

  /** What is being written has been written: whatever is erased after that does not come back. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  /** Erases what is stored of a meeting, up to a line: as a part of storing its end. */
  erase(trx: Kysely<Database>, meeting: string, upTo: number): Promise<void> {
    return eraseLive(trx, meeting, upTo, this.isLive(meeting));
  }

  /** Writes what still waits. */
  async stop(): Promise<void> {
    this.#cancel?.();
    await this.#writing;
    while (this.#parts.days > 0 && (this.#lines.length > 0 || this.#unwritten.size > 0)) if (!(await this.#write())) break;
    if (this.#parts.days > 0 && this.#live.size > 0) await this.#write();
  }

  async #beat(): Promise<void> {
    const { clock } = this.#parts;
    const isSeenDue = this.#live.size > 0 && clock.now() - this.#seenAtMs >= seenEveryMs;
    if (isSeenDue || this.#lines.length > 0 || this.#unwritten.size > 0) {
      const writing = this.#write().then(() => undefined);
      this.#writing = writing;
      await writing;
      this.#writing = null;
    }
    this.start();
  }

  /** @returns whether it was taken */
  async #write(): Promise<boolean> {
    const { db, clock, log } = this.#parts;
    const ids = [...this.#unwritten].slice(0, mostMeetingsAtOnce);
    const lines = this.#lines.slice(0, mostLinesAtOnce);
    this.#lines = this.#lines.slice(mostLinesAtOnce);
    for (const id of ids) this.#unwritten.delete(id);
    try {
      await storeLive(db, ids.map((id) => ({ id, text: this.#live.get(id) ?? '' })), lines, clock.now());
      this.#seenAtMs = clock.now();
      await this.#eraseAfter(lines.length);
      return true;
    } catch (error) {
      log.error({ err: error }, 'the logs of live meetings could not be stored; trying again');
      this.#lines = [...lines.filter(({ meeting }) => this.#live.has(meeting)), ...this.#lines];
      for (const id of ids) if (this.#live.has(id)) this.#unwritten.add(id);
      return false;
    }
  }

  /** Now and then, so that no more is there than is kept. */
  async #eraseAfter(added: number): Promise<void> {
    const { db, clock, days } = this.#parts;
    this.#linesSinceErase += added;
    if (this.#linesSinceErase < linesPerErase && clock.now() - this.#erasedAtMs < eraseEveryMs) return;
    this.#linesSinceErase = 0;
    this.#erasedAtMs = clock.now();
    await eraseOldLive(db, clock.now() - days * dayMs, mostLines);
  }
}
