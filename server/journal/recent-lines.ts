import type { LogEvent, LogFact, RecordWord } from '@/lib/meeting/meeting-log';
import { BoundedMemory } from '@/server/inventory/bounded-memory';
import type { RecordedLine } from '@/server/journal/live-record-store';
import { comings, leavings } from '@/server/journal/people-in';

/** What a record adds to a line of a meeting's log; the line itself comes from events and reads. */
export interface ToldByRecord {
  /** Which line: somebody's coming or leaving, or a recording or stream that begins. */
  readonly of: 'coming' | 'leaving' | Extract<LogEvent, 'recording-on' | 'streaming-on'>;
  /** The participant, or the bridge's call. */
  readonly id: string;
  readonly word: RecordWord;
}

/** What is told late comes within seconds. */
const kept = 5_000;

/**
 * The last lines of all meetings' logs, for what becomes known of them later. What call detail records tell may come before its line
 * or after it: one happening stays one line.
 */
export class RecentLines {
  readonly #words = new BoundedMemory<string, RecordWord>(kept);
  readonly #lines = new BoundedMemory<string, RecordedLine>(kept);

  /** What records have told of something that is about to be noted. */
  wordOf(said: Pick<LogFact, 'event' | 'person'>, meeting: string): RecordWord | null {
    const key = keyOf(said, meeting);
    const word = key === null ? undefined : this.#words.get(key);
    if (key !== null) this.#words.delete(key);
    return word ?? null;
  }

  /** A line that is in the journal now. */
  noted(line: RecordedLine): void {
    const key = keyOf(line.said, line.meeting);
    if (key !== null) this.#lines.set(key, line);
  }

  /**
   * Takes in what a record tells.
   * @param id the participant, or the meeting
   * @returns the line as it is with that, if it was noted already; else it waits for its line
   */
  heard({ of, word }: ToldByRecord, id: string): RecordedLine | null {
    const key = `${of} ${id}`;
    const line = this.#lines.get(key);
    // What a line was told once is not replaced: the next is of the next recording.
    if (!line || line.said.record !== null) {
      this.#words.set(key, word);
      return null;
    }
    return this.#becomes(key, { ...line, said: { ...line.said, record: word } });
  }

  /** @returns the line of somebody's coming, if that named another home */
  homeIs(person: string, callBridge: string): RecordedLine | null {
    const key = `coming ${person}`;
    const line = this.#lines.get(key);
    return line && line.callBridge !== callBridge ? this.#becomes(key, { ...line, callBridge }) : null;
  }

  #becomes(key: string, line: RecordedLine): RecordedLine {
    this.#lines.set(key, line);
    return line;
  }
}

function keyOf({ event, person }: Pick<LogFact, 'event' | 'person'>, meeting: string): string | null {
  if (event === 'recording-on' || event === 'streaming-on') return `${event} ${meeting}`;
  if (!person) return null;
  if (comings.includes(event)) return `coming ${person.id}`;
  return leavings.includes(event) || event === 'not-reached' ? `leaving ${person.id}` : null;
}
