import type { LogFact } from '@/lib/meeting/meeting-log';
import type { Clock } from '@/server/bridge-client/clock';
import { sources, type Entry, type Note, type Source } from '@/server/journal/entry';
import { masked } from '@/server/journal/mask';
import type { Queue } from '@/server/journal/queue';
import { placeAfter, placeHeardFrom, Shelf, type ShelfLimits } from '@/server/journal/shelf';

const megabyte = 1024 * 1024;

/** Each source has a shelf of its own, so that a flood of lines pushes out lines only. */
const defaultLimits: Record<Source, ShelfLimits> = {
  events: { entries: 100_000, bytes: 32 * megabyte },
  cdr: { entries: 50_000, bytes: 16 * megabyte },
  syslog: { entries: 200_000, bytes: 64 * megabyte },
  request: { entries: 20_000, bytes: 8 * megabyte },
  usher: { entries: 100_000, bytes: 32 * megabyte },
};

const dayMs = 24 * 3_600_000;
/** What Usher made of it all is little, and the logs of live meetings are of it. */
const keptForMs: Record<Source, number> = { events: dayMs, cdr: dayMs, syslog: dayMs, request: dayMs, usher: 7 * dayMs };
/** A longer text is cut: nobody reads it, and it would push out what is short. */
const longestText = 8_192;

export interface JournalOptions {
  readonly clock: Clock;
  readonly limits?: Partial<Record<Source, ShelfLimits>>;
}

export interface Query {
  /** Defaults to all. */
  readonly sources?: readonly Source[];
  readonly order: 'oldest-first' | 'newest-first';
  readonly limit: number;
  /** The number of the last entry of the page before; null for the first page. */
  readonly after: number | null;
  /** Nothing that was heard before; milliseconds since 1970. Defaults to all that is kept. */
  readonly sinceMs?: number;
  /** Nor after that. */
  readonly untilMs?: number;
}

/**
 * What was said, by whom, when. In memory, bounded by number, bytes and age; found by what it is about. Neither noting nor finding
 * takes longer the more there is. Secrets are masked on the way in.
 */
export class Journal {
  readonly #clock: Clock;
  readonly #shelves: ReadonlyMap<Source, Shelf>;
  #number = 0;

  constructor({ clock, limits = {} }: JournalOptions) {
    this.#clock = clock;
    this.#shelves = new Map(sources.map((source) => [source, new Shelf(source, limits[source] ?? defaultLimits[source])]));
  }

  /** @returns the entry's number, and when it was heard */
  note(note: Note): Pick<Entry, 'number' | 'heardAtMs'> {
    const shelf = this.#shelves.get(note.source);
    const heardAtMs = this.#clock.now();
    this.#number += 1;
    shelf?.forgetBefore(heardAtMs - keptForMs[note.source]);
    shelf?.put(note, typeof note.said === 'string' ? fit(note.said) : note.said, this.#number, heardAtMs);
    return { number: this.#number, heardAtMs };
  }

  /** Takes in what an earlier run had noted under that number and at that time: in their order, before anything is noted. */
  restore(note: Note, number: number, heardAtMs: number): void {
    this.#number = Math.max(this.#number, number);
    this.#shelves.get(note.source)?.put(note, note.said, number, heardAtMs);
  }

  /** More became known of a fact that Usher had noted under that number. */
  amend(number: number, now: { said: LogFact; callBridge: string | null }): void {
    this.#shelves.get('usher')?.amend(number, now);
  }

  /** Everything about any of these keys (see `keys.ts`), in the order in which it was heard, a page at a time. */
  about(keys: readonly string[], { sources: wanted = sources, order, limit, after, sinceMs = -Infinity, untilMs = Infinity }: Query): Entry[] {
    const beyond = after ?? (order === 'oldest-first' ? -Infinity : Infinity);
    const walks = wanted.flatMap((source) => {
      const shelf = this.#shelves.get(source);
      shelf?.forgetBefore(this.#clock.now() - keptForMs[source]);
      return [...new Set(keys)].flatMap((key) => {
        const entries = shelf?.about(key);
        return entries ? [new Walk(entries, order, beyond, { sinceMs, untilMs })] : [];
      });
    });
    // An entry that is about several of the keys is met once for each.
    const found = new Map<number, Entry>();
    for (const walk of walks) for (const entry of walk.next(limit)) found.set(entry.number, entry);
    const direction = order === 'oldest-first' ? 1 : -1;
    return [...found.values()].sort((a, b) => direction * (a.number - b.number)).slice(0, limit);
  }

  /** Per source: how many entries and bytes are kept, and how many had to make room for others. */
  figures(): { source: Source; entries: number; bytes: number; dropped: number }[] {
    return [...this.#shelves].map(([source, shelf]) => ({ source, ...shelf.figures }));
  }
}

/** Goes along what is known about one key, from a given number on. */
class Walk {
  readonly #entries: Queue<Entry>;
  readonly #step: 1 | -1;
  /** The first place, and the first that is too late. */
  readonly #within: readonly [number, number];
  readonly #place: number;

  constructor(entries: Queue<Entry>, order: Query['order'], beyond: number, { sinceMs, untilMs }: { readonly sinceMs: number; readonly untilMs: number }) {
    this.#entries = entries;
    this.#step = order === 'oldest-first' ? 1 : -1;
    this.#within = [placeHeardFrom(entries, sinceMs), placeHeardFrom(entries, untilMs + 1)];
    const [first, end] = this.#within;
    this.#place = order === 'oldest-first' ? Math.max(placeAfter(entries, beyond), first) : Math.min(placeAfter(entries, beyond - 1), end) - 1;
  }

  /** The first entries on the way, so many at the most. */
  next(most: number): Entry[] {
    const [first, end] = this.#within;
    const entries: Entry[] = [];
    for (let place = this.#place; entries.length < most && place >= first && place < end; place += this.#step) {
      const entry = this.#entries.at(place);
      if (entry) entries.push(entry);
    }
    return entries;
  }
}

function fit(text: string): string {
  return masked(text.length > longestText ? `${text.slice(0, longestText)} …` : text);
}
