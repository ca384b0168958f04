import type { Place } from '@/lib/access/scope';
import type { Change } from '@/lib/meeting/change';
import type { Routes } from '@/server/moves/order-seen';

/** Where something that is told of belongs: by this it is known who may hear of it. */
export interface Spot {
  /** The meeting; empty for a call bridge. */
  readonly meeting: string;
  /** Null where no bridge has said yet. */
  readonly place: Place | null;
}

export type Kind = 'meeting' | 'participant' | 'call-bridge' | 'order' | 'notice';

/** The latest change of one thing: of the list's entries the one with the highest `seq` is the newest. */
export interface Entry {
  readonly kind: Kind;
  readonly id: string;
  seq: number;
  change: Change;
  spot: Spot;
  /** Of an order or a notice: where its meetings are. */
  routes: Routes | null;
  /** Where it was before, up to and with which `seq`: whoever saw it there has to hear that it is there no more. */
  former: readonly { readonly spot: Spot; readonly until: number }[];
  /** The change as bytes, as long as it is kept. */
  encoded: Encoded | null;
  older: Entry | null;
  newer: Entry | null;
}

export interface Encoded {
  webSocket: Buffer | null;
  event: Buffer | null;
}

/** In how many places one thing is remembered to have been: more than any that is not made up. */
const mostFormer = 16;

/**
 * What was said last of each thing, in the order in which it was said. That is all that a reader needs who was away or slow,
 * however long: it is bounded by what is live, plus a number of things that are gone. What it has forgotten of those lies at or
 * before `floor`; whoever was last heard of before has to start over.
 */
export class ChangeLog {
  readonly #entries: Record<Kind, Map<string, Entry>> = { meeting: new Map(), participant: new Map(), 'call-bridge': new Map(), order: new Map(), notice: new Map() };
  /** Those that are gone or over, oldest first: only they are ever forgotten. */
  readonly #over = new Map<string, Entry>();
  readonly #mostOver: number;
  #newest: Entry | null = null;
  #seq = 0;
  #floor = 0;

  constructor(mostOver: number) {
    this.#mostOver = mostOver;
  }

  get seq(): number {
    return this.#seq;
  }

  get floor(): number {
    return this.#floor;
  }

  get newest(): Entry | null {
    return this.#newest;
  }

  find(kind: Kind, id: string): Entry | null {
    return this.#entries[kind].get(id) ?? null;
  }

  /** The one place where an entry changes. @param isOver it is gone, or nothing will become of it any more */
  put(kind: Kind, id: string, { change, spot, routes = null, isOver }: { change: Change; spot: Spot; routes?: Routes | null; isOver: boolean }): void {
    this.#seq += 1;
    let entry = this.#entries[kind].get(id);
    if (entry) {
      this.#unlink(entry);
      if (!isSame(entry.spot, spot)) entry.former = this.#formerOf(entry);
    } else {
      entry = { kind, id, seq: 0, change, spot, routes, former: [], encoded: null, older: null, newer: null };
      this.#entries[kind].set(id, entry);
    }
    Object.assign(entry, { seq: this.#seq, change, spot, routes, encoded: null });
    entry.older = this.#newest;
    if (this.#newest) this.#newest.newer = entry;
    this.#newest = entry;
    this.#noteOver(entry, isOver);
  }

  /** The entries after a place in the stream, oldest first. The cost is that of what comes after it. */
  after(seq: number): Entry[] {
    const found: Entry[] = [];
    for (let entry = this.#newest; entry && entry.seq > seq; entry = entry.older) found.push(entry);
    return found.reverse();
  }

  #formerOf({ spot, former }: Entry): Entry['former'] {
    const known = [...former.filter((known) => !isSame(known.spot, spot)), { spot, until: this.#seq }];
    const forgotten = known.length > mostFormer ? known.shift() : undefined;
    if (forgotten) this.#floor = Math.max(this.#floor, forgotten.until);
    return known;
  }

  #noteOver(entry: Entry, isOver: boolean): void {
    const key = `${entry.kind} ${entry.id}`;
    this.#over.delete(key);
    if (isOver) this.#over.set(key, entry);
    for (const [oldest, forgotten] of this.#over) {
      if (this.#over.size <= this.#mostOver) return;
      this.#over.delete(oldest);
      this.#unlink(forgotten);
      this.#entries[forgotten.kind].delete(forgotten.id);
      this.#floor = Math.max(this.#floor, forgotten.seq);
    }
  }

  #unlink(entry: Entry): void {
    const { older, newer } = entry;
    if (older) older.newer = newer;
    if (newer) newer.older = older;
    if (this.#newest === entry) this.#newest = older;
    entry.older = entry.newer = null;
  }
}

function isSame(a: Spot, b: Spot): boolean {
  return a === b || (a.meeting === b.meeting && a.place?.cluster === b.place?.cluster && a.place?.space === b.place?.space);
}
