import type { LogFact } from '@/lib/meeting/meeting-log';
import type { Inventory } from '@/server/inventory/inventory';
import type { Journal } from '@/server/journal/journal';
import { keyOf } from '@/server/journal/keys';
import type { LiveRecord } from '@/server/journal/live-record';
import type { RecordedLine } from '@/server/journal/live-record-store';
import { RecentLines, type ToldByRecord } from '@/server/journal/recent-lines';
import type { RecordedMeeting, RecordedPerson } from '@/server/journal/recorded-meeting';

export type Happened = Partial<LogFact> & Pick<LogFact, 'event'>;

export interface WriterParts {
  readonly journal: Pick<Journal, 'note' | 'amend'>;
  readonly record: Pick<LiveRecord, 'line' | 'isLive'>;
  readonly inventory: Pick<Inventory, 'picture' | 'meeting'>;
}

/** Writes the lines of meetings' logs: into the journal, and on record for the next start. More that becomes known is added to them. */
export class LogWriter {
  readonly #parts: WriterParts;
  readonly #recent = new RecentLines();

  constructor(parts: WriterParts) {
    this.#parts = parts;
  }

  /**
   * @param meeting as it is known; else its id
   * @param home the bridge that counts; else the first that hosts the meeting
   * @param alsoAbout further ids by which it is to be found
   * @returns the number of the journal's entry
   */
  note(meeting: RecordedMeeting | string, fact: Happened, home: string | null = null, alsoAbout: readonly string[] = []): number {
    const { id, calls, space } = typeof meeting === 'string' ? { id: meeting, calls: [], space: null } : meeting;
    const callBridge = home ?? calls[0]?.callBridge ?? null;
    const { events } = this.#parts.inventory.picture.callBridges.get(callBridge ?? '')?.feeds ?? {};
    const record = this.#recent.wordOf({ person: null, ...fact }, id);
    const said: LogFact = { person: null, other: null, by: null, reason: null, since: null, record, source: events === 'active' ? 'events' : 'request', ...fact };
    const about = [id, ...calls.map((call) => call.id), ...(space ? [space] : []), ...alsoAbout].map(keyOf);
    const { number, heardAtMs } = this.#parts.journal.note({ source: 'usher', callBridge, toldAtMs: null, clockDifferenceMs: null, said, about });
    const line = { number, meeting: id, atMs: heardAtMs, callBridge, said, about };
    this.#recent.noted(line);
    // An end is on record with the whole meeting.
    if (fact.event !== 'ended') this.#parts.record.line(line);
    return number;
  }

  /** Somebody did something, or something was done to them. */
  notePerson(meeting: RecordedMeeting | string, { id, name, uri, callBridge }: RecordedPerson, fact: Happened, ...alsoAbout: (string | undefined)[]): void {
    const ids = [id, ...alsoAbout, uri?.startsWith('guest') ? uri : undefined].filter((each) => each !== undefined);
    this.note(meeting, { ...fact, person: { id, name: name || (uri ?? '') } }, callBridge.id, ids);
  }

  /** What a call detail record tells. It adds to a line, and makes none. */
  heard(told: ToldByRecord): void {
    const id = told.of === 'coming' || told.of === 'leaving' ? told.id : this.#parts.inventory.meeting(told.id)?.id;
    if (id !== undefined) this.#amend(this.#recent.heard(told, id));
  }

  /** Where somebody is homed is known only some time after they came. */
  homeIs(person: string, callBridge: string): void {
    this.#amend(this.#recent.homeIs(person, callBridge));
  }

  #amend(line: RecordedLine | null): void {
    if (!line) return;
    this.#parts.journal.amend(line.number, line);
    if (this.#parts.record.isLive(line.meeting)) this.#parts.record.line(line);
  }
}
