import { inYear } from '@/lib/trace/log/in-year';
import type { WrittenTime } from '@/lib/trace/log/log-line';

export interface ClockTerms {
  /** Where clocks are taken to stand that do not tell it, as in `Europe/Berlin`; null for UTC. */
  readonly timeZone: string | null;
  /** Milliseconds since 1970: nothing was logged after it. */
  readonly nowMs: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** A clock may be ahead by so much before a time without a year is taken to be of the year before. */
const aheadMs = 24 * hourMs;
/** Every day of a year was there once in so many: 29 February was not in 2100. */
const mostYears = 9;

/** Tells when written times were: without a zone in the one that is given, without a year in the last twelve months, or where those have no such day the last time that there was one. */
export class LogClock {
  readonly #timeZone: string | null;
  readonly #year: number;
  readonly #endOfYearMs: number;
  readonly #offsets = new Map<number, number>();
  #format: Intl.DateTimeFormat | null = null;

  constructor({ timeZone, nowMs }: ClockTerms) {
    this.#timeZone = timeZone;
    this.#year = new Date(nowMs).getUTCFullYear();
    this.#endOfYearMs = nowMs + aheadMs;
  }

  /** Milliseconds since 1970. */
  msOf(time: WrittenTime): number {
    const ms = time.hasYear ? time.ms : this.#inYear(time.ms);
    if (time.offsetMinutes !== null) return ms - time.offsetMinutes * minuteMs;
    if (this.#timeZone === null) return ms;
    return ms - this.#offsetMs(ms, this.#timeZone);
  }

  #inYear(ms: number): number {
    for (let year = this.#year; year > this.#year - mostYears; year -= 1) {
      const at = inYear(ms, year);
      if (at !== null && at <= this.#endOfYearMs) return at;
    }
    return ms;
  }

  /** How far a zone is ahead of UTC when its clocks show this. Within an hour that is one. */
  #offsetMs(wallMs: number, timeZone: string): number {
    const hour = Math.floor(wallMs / hourMs);
    const known = this.#offsets.get(hour);
    if (known !== undefined) return known;
    // The offset of the moment that UTC clocks would show this, put right once for the change between summer and winter.
    const first = this.#offsetAt(wallMs, timeZone);
    const offset = this.#offsetAt(wallMs - first, timeZone);
    this.#offsets.set(hour, offset);
    return offset;
  }

  #offsetAt(ms: number, timeZone: string): number {
    this.#format ??= new Intl.DateTimeFormat('en-GB', {
      timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    });
    const parts = Object.fromEntries(this.#format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1_000) * 1_000;
  }
}

/** Whether this is the name of a time zone, as in `Europe/Berlin`. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
