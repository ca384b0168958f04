import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { Change } from '@/lib/meeting/change';
import type { Meeting } from '@/lib/meeting/meeting';
import type { LogFact } from '@/lib/meeting/meeting-log';
import type { Participant } from '@/lib/meeting/participant';
import type { Order } from '@/lib/move/order';
import { rfc3339 } from '@/server/bridge-client/clock';
import { BoundedMemory } from '@/server/inventory/bounded-memory';
import type { Inventory } from '@/server/inventory/inventory';
import { fateOf } from '@/server/journal/fate';
import type { LiveRecord } from '@/server/journal/live-record';
import { LogWriter, type Happened, type WriterParts } from '@/server/journal/log-writer';
import type { ToldByRecord } from '@/server/journal/recent-lines';
import type { OpenMeeting, RecordedMeeting, RecordedPerson } from '@/server/journal/recorded-meeting';

export interface RecorderParts extends WriterParts {
  readonly inventory: Pick<Inventory, 'meeting' | 'picture' | 'successorOf'>;
  readonly record: Pick<LiveRecord, 'meeting' | 'line' | 'ended' | 'isLive'>;
  /**
   * Told of each meeting that ends, as it last was, with the number of the journal's entry that says so; and where its end was not
   * seen, until when it was surely live (RFC 3339).
   */
  onEnded(meeting: RecordedMeeting, number: number, endedAfter: string | null): void;
}

/** How many of those who are being moved are remembered, to say by whom. */
const movesKept = 10_000;
/** How many calls that Usher made are remembered until their bridges tell of them. */
const callsKept = 1_000;

/**
 * Writes into the journal what becomes different in meetings: from the inventory's changes, and from the orders that caused some. It
 * goes on from what an earlier run left open, as soon as it is sure what became of that.
 */
export class MeetingRecorder {
  readonly #parts: RecorderParts;
  readonly #writer: LogWriter;
  readonly #meetings = new Map<string, RecordedMeeting>();
  readonly #people = new Map<string, RecordedPerson>();
  readonly #movedBy = new BoundedMemory<string, NonNullable<LogFact['by']>>(movesKept);
  /** Calls that Usher made, and whose meetings are not in the picture yet. */
  readonly #madeBy = new BoundedMemory<string, LogFact['by']>(callsKept);
  /** Meetings of an earlier run of which it is not known yet whether they go on: nothing is said of them. */
  readonly #open: Map<string, OpenMeeting>;
  /** Meetings and people of an earlier run that go on and were not looked at since, with until when they were as they are here. */
  readonly #unseen = new Map<string, string>();
  readonly #connected = new Set<string>();
  /** Who was there when Usher came, and is not known yet to be in. */
  readonly #found = new Set<string>();

  /** @param left what an earlier run left open */
  constructor(parts: RecorderParts, left: readonly OpenMeeting[]) {
    this.#parts = parts;
    this.#writer = new LogWriter(parts);
    this.#open = new Map(left.map((open) => [open.meeting.id, open]));
  }

  /** Takes in a change that the picture has already. */
  take(change: Change): void {
    switch (change.event) {
      case 'meeting':
        return this.#meeting(change.data);
      case 'meeting-ended':
        return this.#meetingEnded(change.data.id, null);
      case 'participant':
        return this.#person(change.data);
      case 'participant-left':
        return this.#personLeft(change.data.id, change.data.reason, null);
      case 'call-bridge':
        return this.#callBridge(change.data);
      case 'call-bridge-removed':
        return this.#takeUp();
      case 'move':
        return this.#order(change.data);
    }
  }

  /** Takes in what a call detail record tells. It adds to a line, and makes none. */
  heard(told: ToldByRecord): void {
    this.#writer.heard(told);
  }

  /** Takes in that Usher made a call. @param by for whose order; null if that is not known any more */
  callMade(call: string, by: LogFact['by']): void {
    this.#madeBy.set(call, by);
    const meeting = this.#parts.inventory.meeting(call);
    if (meeting && this.#meetings.has(meeting.id)) this.#noteMade(meeting);
  }

  #noteMade({ id, calls }: Meeting): void {
    for (const { id: call } of calls) {
      const by = this.#madeBy.get(call);
      if (by === undefined) continue;
      this.#madeBy.delete(call);
      this.#note(id, { event: 'call-made', by });
    }
  }

  /** A bridge that becomes connected has been heard in full. */
  #callBridge({ id, state }: CallBridge): void {
    if (state !== 'connected') this.#connected.delete(id);
    if (state !== 'connected' || this.#connected.has(id)) return;
    this.#connected.add(id);
    this.#takeUp();
  }

  /** Looks at what an earlier run left, now that more is known. */
  #takeUp(): void {
    const { picture } = this.#parts.inventory;
    for (const open of this.#open.values()) this.#decide(open, picture.meetings.get(open.meeting.id) ?? null);
    for (const [id, since] of this.#unseen) {
      const person = this.#people.get(id);
      if (!person || !this.#connected.has(person.callBridge.id)) continue;
      this.#unseen.delete(id);
      if (!picture.participants.has(id)) this.#personLeft(id, null, since);
    }
  }

  #decide(open: OpenMeeting, live: Meeting | null): void {
    const { picture } = this.#parts.inventory;
    const fate = fateOf(open, live, picture);
    if (fate === 'unknown') return;
    const { meeting, seenAtMs, people } = open;
    const since = rfc3339(Math.min(seenAtMs, meeting.stale === null ? Infinity : Date.parse(meeting.stale)));
    this.#open.delete(meeting.id);
    this.#meetings.set(meeting.id, meeting);
    if (fate === 'over') this.#meetingEnded(meeting.id, since);
    else {
      this.#unseen.set(meeting.id, since);
      for (const person of people.values()) {
        this.#people.set(person.id, person);
        this.#unseen.set(person.id, since);
      }
    }
    if (!live) return;
    this.#is(live, true);
    for (const id of picture.participantsByMeeting.get(live.id) ?? []) {
      const person = picture.participants.get(id);
      if (person) this.#person(person, true);
    }
  }

  #meeting(after: Meeting): void {
    const open = this.#open.get(after.id);
    if (open) this.#decide(open, after);
    // One that a bridge had already when Usher came to it did not start just now.
    else this.#is(after, after.stale !== null);
  }

  #is(after: Meeting, isFound: boolean): void {
    const before = this.#meetings.get(after.id);
    // Until a bridge has said more of it than that it is there, it is as it was.
    const isKnown = !before || after.callType !== null;
    const { locked, recording, streaming } = isKnown ? after : before;
    const now = { ...after, startedAt: after.startedAt ?? before?.startedAt ?? null, locked, recording, streaming };
    this.#meetings.set(after.id, now);
    this.#parts.record.meeting(now);
    if (!before && !isFound) this.#note(after.id, { event: 'started' });
    this.#noteMade(after);
    const since = this.#unseen.get(after.id) ?? null;
    if (isKnown) this.#unseen.delete(after.id);
    const switched = (isOn: boolean, was: boolean | undefined, on: LogFact['event'], off: LogFact['event']) => {
      if (was !== isOn && (isOn || before)) this.#note(after.id, { event: isOn ? on : off, since });
    };
    switched(locked, before?.locked, 'locked', 'unlocked');
    switched(recording, before?.recording, 'recording-on', 'recording-off');
    switched(streaming, before?.streaming, 'streaming-on', 'streaming-off');
  }

  #meetingEnded(id: string, since: string | null): void {
    const meeting = this.#meetings.get(id);
    if (this.#open.has(id)) return;
    const number = this.#note(id, { event: 'ended', since });
    this.#meetings.delete(id);
    this.#unseen.delete(id);
    this.#parts.record.ended(id);
    if (meeting) this.#parts.onEnded(meeting, number, since);
  }

  /** @param isFound nobody knows when they came */
  #person(after: Participant, isFound = !this.#isConnected(after.callBridge.id)): void {
    if (this.#open.has(after.meeting)) return;
    const before = this.#people.get(after.id);
    const wasHere = before !== undefined && before.meeting === after.meeting && isIn(before);
    // One who was in it is not arriving: their state has not been read yet.
    if (wasHere && after.state === 'initial') return;
    this.#people.set(after.id, after);
    this.#unseen.delete(after.id);
    if (wasHere && before.callBridge.id !== after.callBridge.id) this.#writer.homeIs(after.id, after.callBridge.id);
    if (before && isIn(before) && before.meeting !== after.meeting) this.#notePerson(before, { event: 'left' });
    if (!before && isFound) this.#found.add(after.id);
    if (!isIn(after)) return;
    if (!wasHere) this.#arrived(after, this.#found.delete(after.id) || isFound);
    if (after.inLobby && !(wasHere && before.inLobby)) this.#notePerson(after, { event: 'waiting' });
    if (wasHere && before.inLobby && !after.inLobby) this.#notePerson(after, { event: 'admitted' });
  }

  #arrived(person: Participant, isFound: boolean): void {
    const { movedFrom } = person;
    if (isFound) return this.#notePerson(person, { event: 'present' });
    if (!movedFrom) return this.#notePerson(person, { event: 'joined' });
    const other = { meeting: movedFrom.meeting, name: this.#nameOf(movedFrom.meeting) };
    this.#notePerson(person, { event: 'moved-in', other, by: this.#movedBy.get(movedFrom.participant) ?? null }, movedFrom.participant);
  }

  #personLeft(id: string, reason: string | null, since: string | null): void {
    const person = this.#people.get(id);
    this.#people.delete(id);
    this.#found.delete(id);
    this.#unseen.delete(id);
    if (!person) return;
    const successor = this.#parts.inventory.successorOf(id);
    if (successor || reason === 'callMoved') {
      const other = { meeting: successor?.meeting ?? null, name: this.#nameOf(successor?.meeting ?? null) };
      this.#notePerson(person, { event: 'moved-out', other, by: this.#movedBy.get(id) ?? null, reason, since }, successor?.id);
    } else {
      this.#notePerson(person, { event: isIn(person) ? 'left' : 'not-reached', reason, since });
    }
  }

  #order({ id, by, items }: Order): void {
    for (const { participant, state } of items) {
      if (state === 'sending') this.#movedBy.set(participant, { name: by.name, order: id });
    }
  }

  /** Whether a bridge has been heard in full, and what it tells now is news. */
  #isConnected(callBridge: string): boolean {
    return this.#parts.inventory.picture.callBridges.get(callBridge)?.state === 'connected';
  }

  #nameOf(meeting: string | null): string | null {
    return meeting === null ? null : (this.#meetings.get(meeting)?.name ?? null);
  }

  #notePerson(person: RecordedPerson, fact: Happened, ...alsoAbout: (string | undefined)[]): void {
    this.#writer.notePerson(this.#meetings.get(person.meeting) ?? person.meeting, person, fact, ...alsoAbout);
  }

  #note(meeting: string, fact: Happened): number {
    return this.#writer.note(this.#meetings.get(meeting) ?? meeting, fact);
  }
}

/** Whether somebody counts as being there: who is only being called does not. */
function isIn({ state }: RecordedPerson): boolean {
  return state === 'connected' || state === 'onHold';
}
