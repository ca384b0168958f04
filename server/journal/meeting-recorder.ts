import type { Change } from '@/lib/meeting/change';
import type { LogFact } from '@/lib/meeting/meeting-log';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import type { Order } from '@/lib/move/order';
import { BoundedMemory } from '@/server/inventory/bounded-memory';
import type { Inventory } from '@/server/inventory/inventory';
import type { Journal } from '@/server/journal/journal';
import { keyOf } from '@/server/journal/keys';

type Happened = Partial<LogFact> & Pick<LogFact, 'event'>;

export interface RecorderParts {
  readonly journal: Pick<Journal, 'note'>;
  readonly inventory: Pick<Inventory, 'picture' | 'successorOf'>;
  /** Told of each meeting that ends, as it last was, with the number of the journal's entry that says so. */
  onEnded(meeting: Meeting, number: number): void;
}

/** How many of those who are being moved are remembered, to say by whom. */
const movesKept = 10_000;

/** Writes into the journal what becomes different in meetings: from the inventory's changes, and from the orders that caused some. */
export class MeetingRecorder {
  readonly #parts: RecorderParts;
  readonly #meetings = new Map<string, Meeting>();
  readonly #people = new Map<string, Participant>();
  readonly #movedBy = new BoundedMemory<string, NonNullable<LogFact['by']>>(movesKept);

  constructor(parts: RecorderParts) {
    this.#parts = parts;
  }

  /** Takes in a change that the picture has already. */
  take(change: Change): void {
    switch (change.event) {
      case 'meeting':
        return this.#meeting(change.data);
      case 'meeting-ended':
        return this.#meetingEnded(change.data.id);
      case 'participant':
        return this.#person(change.data);
      case 'participant-left':
        return this.#personLeft(change.data.id, change.data.reason);
      case 'move':
        return this.#order(change.data);
    }
  }

  #meeting(after: Meeting): void {
    const before = this.#meetings.get(after.id);
    this.#meetings.set(after.id, after);
    // One that a bridge had already when Usher came to it did not start just now.
    if (!before && after.stale === null) this.#note(after.id, { event: 'started' });
    if (before?.locked !== after.locked) this.#switched(after, after.locked, before, 'locked', 'unlocked');
    if (before?.recording !== after.recording) this.#switched(after, after.recording, before, 'recording-on', 'recording-off');
    if (before?.streaming !== after.streaming) this.#switched(after, after.streaming, before, 'streaming-on', 'streaming-off');
  }

  #switched({ id }: Meeting, isOn: boolean, before: Meeting | undefined, on: LogFact['event'], off: LogFact['event']): void {
    if (isOn || before) this.#note(id, { event: isOn ? on : off });
  }

  #meetingEnded(id: string): void {
    const meeting = this.#meetings.get(id);
    const number = this.#note(id, { event: 'ended' });
    this.#meetings.delete(id);
    if (meeting) this.#parts.onEnded(meeting, number);
  }

  #person(after: Participant): void {
    const before = this.#people.get(after.id);
    this.#people.set(after.id, after);
    const wasHere = before !== undefined && before.meeting === after.meeting && isIn(before);
    if (before && isIn(before) && before.meeting !== after.meeting) this.#notePerson(before, { event: 'left' });
    if (!isIn(after)) return;
    if (!wasHere) this.#arrived(after);
    if (after.inLobby && !(wasHere && before.inLobby)) this.#notePerson(after, { event: 'waiting' });
    if (wasHere && before.inLobby && !after.inLobby) this.#notePerson(after, { event: 'admitted' });
  }

  #arrived(person: Participant): void {
    const { movedFrom, callBridge } = person;
    // Read from a bridge that Usher comes to, or comes back to: nobody knows when they came.
    if (this.#parts.inventory.picture.callBridges.get(callBridge.id)?.state !== 'connected') {
      return this.#notePerson(person, { event: 'present' });
    }
    if (!movedFrom) return this.#notePerson(person, { event: 'joined' });
    const other = { meeting: movedFrom.meeting, name: this.#nameOf(movedFrom.meeting) };
    this.#notePerson(person, { event: 'moved-in', other, by: this.#movedBy.get(movedFrom.participant) ?? null }, movedFrom.participant);
  }

  #personLeft(id: string, reason: string | null): void {
    const person = this.#people.get(id);
    this.#people.delete(id);
    if (!person) return;
    const successor = this.#parts.inventory.successorOf(id);
    if (successor || reason === 'callMoved') {
      const other = { meeting: successor?.meeting ?? null, name: this.#nameOf(successor?.meeting ?? null) };
      this.#notePerson(person, { event: 'moved-out', other, by: this.#movedBy.get(id) ?? null, reason }, successor?.id);
    } else {
      this.#notePerson(person, { event: isIn(person) ? 'left' : 'not-reached', reason });
    }
  }

  #order({ id, by, items }: Order): void {
    for (const { participant, state } of items) {
      if (state === 'sending') this.#movedBy.set(participant, { name: by.name, order: id });
    }
  }

  #nameOf(meeting: string | null): string | null {
    return meeting === null ? null : (this.#meetings.get(meeting)?.name ?? null);
  }

  #notePerson(person: Participant, fact: Happened, ...alsoAbout: (string | undefined)[]): void {
    const { id, name, uri, meeting, callBridge } = person;
    const ids = [id, ...alsoAbout, uri?.startsWith('guest') ? uri : undefined].filter((each) => each !== undefined);
    this.#note(meeting, { ...fact, person: { id, name: name || (uri ?? '') } }, callBridge.id, ids);
  }

  #note(meeting: string, fact: Happened, home: string | null = null, alsoAbout: readonly string[] = []): number {
    const { calls = [], space } = this.#meetings.get(meeting) ?? {};
    const callBridge = home ?? calls[0]?.callBridge ?? null;
    const { events } = this.#parts.inventory.picture.callBridges.get(callBridge ?? '')?.feeds ?? {};
    return this.#parts.journal.note({
      source: 'usher',
      callBridge,
      toldAtMs: null,
      clockDifferenceMs: null,
      said: { person: null, other: null, by: null, reason: null, source: events === 'active' ? 'events' : 'request', ...fact },
      about: [meeting, ...calls.map(({ id }) => id), ...(space ? [space] : []), ...alsoAbout].map(keyOf),
    });
  }
}

/** Whether somebody counts as being there: who is only being called does not. */
function isIn({ state }: Participant): boolean {
  return state === 'connected' || state === 'onHold';
}
