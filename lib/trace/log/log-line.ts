/** The time that a line carries, as it is written: what it means depends on where the bridge stands. */
export interface WrittenTime {
  /** Milliseconds since 1970 if the bridge stood in UTC; without a year, in 1972, which has every day. */
  readonly ms: number;
  /** Syslog of the old kind tells none. */
  readonly hasYear: boolean;
  /** Minutes ahead of UTC; null where the line does not say. */
  readonly offsetMinutes: number | null;
}

/** One thing that a bridge logged. */
export interface LogLine {
  readonly file: string;
  /** Counts from 1. */
  readonly line: number;
  /** Who logged it, as the line names it; null where it names nobody, as in the event log of the web admin. */
  readonly host: string | null;
  readonly time: WrittenTime;
  /** Without time, host, facility and severity. */
  readonly text: string;
  /** Whether it ran together with others in a way that it may be part of a name in one of them, and no line. */
  readonly isGuess?: boolean;
}
