import { randomBytes } from 'node:crypto';
import { isInScope, type Scope } from '@/lib/access/scope';
import type { Change } from '@/lib/meeting/change';
import type { Presence } from '@/lib/meeting/presence';
import { systemClock, type Clock } from '@/server/bridge-client/clock';
import { ChangeLog, type Entry, type Spot } from '@/server/changes/change-log';
import { encode, type Encoding } from '@/server/changes/encode';
import { Presences, type Carried } from '@/server/changes/presences';
import type { Turn } from '@/server/changes/round';
import { Viewer, type Source, type ViewerOptions } from '@/server/changes/viewer';
import type { Routes } from '@/server/moves/order-seen';

/** How many things that are gone or over are remembered, for those who come back. */
const overKept = 10_000;
/** Of how many changes the bytes are kept, for those who have yet to get them. */
const encodedKept = 4_096;
/** Streams are written to at most so often: what happens in between is told together, in milliseconds. */
const tickMs = 16;

export interface ChangeHubOptions {
  /** Who is in a meeting, by ids: when it turns out where the meeting is, they are told anew. */
  readonly membersOf?: (meeting: string) => Iterable<string>;
  readonly overKept?: number;
  /** For those who are carried, and of whom nothing more is heard. */
  readonly clock?: Clock;
  /** Calls back once, soon. */
  readonly schedule?: (tell: () => void) => void;
}

/**
 * Numbers the changes, remembers the latest of each thing, and hands them to every stream. Ids are `<epoch>-<seq>`; the epoch is
 * new with each start of Usher, so that an id of another life is never mistaken for one of this.
 */
export class ChangeHub implements Source {
  readonly #epoch = randomBytes(6).toString('hex');
  readonly #log: ChangeLog;
  readonly #membersOf: (meeting: string) => Iterable<string>;
  readonly #schedule: (tell: () => void) => void;
  readonly #viewers = new Set<Viewer>();
  readonly presences: Presences;
  /** Bytes of presences, by the place in the stream and the form in which they were told. */
  readonly #presenceBytes = new WeakMap<Presence, Map<string, Buffer>>();
  /** Entries whose bytes are kept, oldest first from `#nextEncoded` on: a ring. */
  readonly #encoded: Entry[] = [];
  #nextEncoded = 0;
  #isScheduled = false;
  #resets = 0;

  constructor(options: ChangeHubOptions = {}) {
    this.#log = new ChangeLog(options.overKept ?? overKept);
    this.#membersOf = options.membersOf ?? (() => []);
    this.#schedule = options.schedule ?? atMostOnceATick();
    this.presences = new Presences(options.clock ?? systemClock, () => this.#tellSoon());
  }

  /** The point that everything read right now stands at. */
  get sequence(): string {
    return this.idOf(this.#log.seq);
  }

  get seq(): number {
    return this.#log.seq;
  }

  get floor(): number {
    return this.#log.floor;
  }

  /** For whoever runs Usher: how many streams wait for their readers, and how many had to start over. */
  get figures(): { behind: number; resets: number } {
    return { behind: [...this.#viewers].filter(({ isBehind }) => isBehind).length, resets: this.#resets };
  }

  /** Takes in a change of the picture, or an order or a notice with where its meetings are. */
  publish(change: Change, routes: Routes | null = null): void {
    this.#take(change, routes);
    this.#tellSoon();
  }

  /** Says whom a stream's operator carries now; nobody once they were let go, or the stream has ended. */
  carry(stream: string, by: Presence['by'], people: readonly Carried[]): void {
    this.presences.put(stream, by, people);
  }

  #tellSoon(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#schedule(() => {
      this.#isScheduled = false;
      for (const viewer of this.#viewers) viewer.flush();
    });
  }

  /** Follows the stream. What was missed is sent at once. */
  follow(options: ViewerOptions): { viewer: Viewer; stop(): void } {
    const viewer = new Viewer(this, options);
    this.#viewers.add(viewer);
    viewer.flush();
    return { viewer, stop: () => void this.#viewers.delete(viewer) };
  }

  after(seq: number): Entry[] {
    return this.#log.after(seq);
  }

  idOf(seq: number): string {
    return `${this.#epoch}-${seq}`;
  }

  placeOf(id: string): number | null {
    const match = /^([0-9a-f]+)-(\d{1,15})$/.exec(id);
    const seq = Number(match?.[2]);
    return match?.[1] === this.#epoch && seq <= this.#log.seq && seq >= this.#log.floor ? seq : null;
  }

  maySee(scope: Scope | null, meeting: string): boolean {
    const entry = this.#log.find('meeting', meeting);
    return entry?.change.event === 'meeting' && isInScope(scope, entry.spot.place);
  }

  /** A change as bytes: made once for all who get it whole and at once, and for each who gets less, or is so slow that it has changed. */
  bytesOf({ entry, seq }: Turn, change: Change, encoding: Encoding): Buffer {
    const id = this.idOf(seq);
    if (change !== entry.change || seq !== entry.seq) return encode(change, id, encoding);
    const encoded = entry.encoded ?? this.#keepBytesOf(entry);
    return (encoded[encoding] ??= encode(change, id, encoding));
  }

  /** A presence as bytes, made once for all who are told the same at the same place in the stream. */
  bytesOfPresence(data: Presence, id: string, encoding: Encoding): Buffer {
    let known = this.#presenceBytes.get(data);
    if (!known) this.#presenceBytes.set(data, (known = new Map()));
    const key = `${encoding} ${id}`;
    let bytes = known.get(key);
    if (!bytes) known.set(key, (bytes = encode({ event: 'presence', data }, id, encoding)));
    return bytes;
  }

  reset(encoding: Encoding): Buffer {
    this.#resets += 1;
    return encode({ event: 'reset', data: {} }, this.sequence, encoding);
  }

  #take(change: Change, routes: Routes | null): void {
    switch (change.event) {
      case 'meeting':
        return this.#takeMeeting(change.data.id, change, { cluster: change.data.cluster.id, space: change.data.space });
      case 'participant':
        return this.#log.put('participant', change.data.id, { change, spot: this.#spotIn(change.data.meeting), isOver: false });
      case 'call-bridge':
        return this.#log.put('call-bridge', change.data.id, { change, spot: { meeting: '', place: { cluster: change.data.cluster.id, space: null } }, isOver: false });
      case 'move':
        return this.#log.put('order', change.data.id, { change, spot: nowhere, routes, isOver: change.data.state === 'settled' });
      case 'notice':
        return this.#log.put('notice', change.data.id, { change, spot: nowhere, routes, isOver: change.data.state !== 'open' });
      case 'meeting-ended':
        return this.#takeEnd('meeting', change.data.id, change);
      case 'participant-left':
        return this.#takeEnd('participant', change.data.id, change);
      case 'call-bridge-removed':
        return this.#takeEnd('call-bridge', change.data.id, change);
      case 'presence':
      case 'reset':
        throw new Error('Presences and resets are told to single viewers, and never published.');
    }
  }

  #takeMeeting(id: string, change: Change, place: NonNullable<Spot['place']>): void {
    const before = this.#log.find('meeting', id)?.spot.place;
    const isMoved = before?.cluster !== place.cluster || before.space !== place.space;
    const spot = isMoved ? { meeting: id, place } : this.#spotIn(id);
    this.#log.put('meeting', id, { change, spot, isOver: false });
    if (!isMoved) return;
    // Whoever may see the meeting only from now on has not heard of its people, and the other way round.
    for (const member of this.#membersOf(id)) {
      const entry = this.#log.find('participant', member);
      if (entry?.change.event === 'participant' && entry.spot.meeting === id) this.#log.put('participant', member, { change: entry.change, spot, isOver: false });
    }
  }

  /** Whoever saw it where it last was hears that it is gone. */
  #takeEnd(kind: Exclude<Entry['kind'], 'order' | 'notice'>, id: string, change: Change): void {
    this.#log.put(kind, id, { change, spot: this.#log.find(kind, id)?.spot ?? nowhere, isOver: true });
  }

  #spotIn(meeting: string): Spot {
    return this.#log.find('meeting', meeting)?.spot ?? { meeting, place: null };
  }

  #keepBytesOf(entry: Entry): NonNullable<Entry['encoded']> {
    const forgotten = this.#encoded[this.#nextEncoded];
    if (forgotten) forgotten.encoded = null;
    this.#encoded[this.#nextEncoded] = entry;
    this.#nextEncoded = (this.#nextEncoded + 1) % encodedKept;
    return (entry.encoded = { webSocket: null, event: null });
  }

}

const nowhere: Spot = { meeting: '', place: null };

/** The first of a burst is told at the end of what is being done, the rest a tick later. */
function atMostOnceATick(): (tell: () => void) => void {
  let last = -Infinity;
  return (tell) => {
    const run = () => {
      last = performance.now();
      tell();
    };
    const wait = last + tickMs - performance.now();
    if (wait <= 0) queueMicrotask(run);
    else setTimeout(run, wait);
  };
}
