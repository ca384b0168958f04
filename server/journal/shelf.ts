import type { Entry, Note, Source } from '@/server/journal/entry';
import { Queue } from '@/server/journal/queue';

export interface ShelfLimits {
  readonly entries: number;
  /** What the entries may take in memory, as `sizeOf` counts it: a text with characters beyond Latin-1 takes twice its part of that. */
  readonly bytes: number;
}

/**
 * What a key and an entry take beyond their text, measured with lines of a bridge's log under Node 22 and rounded up: an object, a
 * list of keys, a place in each key's queue.
 */
const bytesPerEntry = 190;
const bytesPerMention = 24;
const bytesPerKey = 260;

type Kept = { -readonly [Field in keyof Entry]: Entry[Field] };

/** Everything about one key, oldest first. */
class Mentions extends Queue<Entry> {
  constructor(readonly key: string) {
    super();
  }
}

/** What one source said: oldest out first, found by key. Costs the same however much is kept. */
export class Shelf {
  readonly #source: Source;
  readonly #limits: ShelfLimits;
  readonly #entries = new Queue<Kept>();
  readonly #byKey = new Map<string, Mentions>();
  #bytes = 0;
  #dropped = 0;

  constructor(source: Source, limits: ShelfLimits) {
    this.#source = source;
    this.#limits = limits;
  }

  /** How much is kept, and how much had to make room before it was too old. */
  get figures(): { entries: number; bytes: number; dropped: number } {
    return { entries: this.#entries.length, bytes: this.#bytes, dropped: this.#dropped };
  }

  put({ callBridge, toldAtMs, clockDifferenceMs, about }: Note, said: Note['said'], number: number, heardAtMs: number): void {
    const mentions = unique(about).map((key) => this.#mentionsOf(key));
    // The keys of the index, so that each is in memory once.
    const keys = mentions.map(({ key }) => key);
    const entry: Kept = { number, heardAtMs, source: this.#source, callBridge, toldAtMs, clockDifferenceMs, said, about: keys };
    for (const each of mentions) each.push(entry);
    this.#entries.push(entry);
    this.#bytes += sizeOf(entry);
    while (this.#entries.length > this.#limits.entries || this.#bytes > this.#limits.bytes) {
      this.#drop();
      this.#dropped += 1;
    }
  }

  /** More became known of what an entry says. Nothing happens if it has been dropped. */
  amend(number: number, { said, callBridge }: Pick<Entry, 'said' | 'callBridge'>): void {
    const entry = this.#entries.at(placeAfter(this.#entries, number - 1));
    if (entry?.number !== number) return;
    entry.said = said;
    entry.callBridge = callBridge;
  }

  /** Drops what was heard before that time. */
  forgetBefore(ms: number): void {
    for (let oldest = this.#entries.at(0); oldest && oldest.heardAtMs < ms; oldest = this.#entries.at(0)) this.#drop();
  }

  about(key: string): Queue<Entry> | null {
    return this.#byKey.get(key) ?? null;
  }

  #mentionsOf(key: string): Mentions {
    const known = this.#byKey.get(key);
    if (known) return known;
    // A copy: a part of a line would keep all of the line in memory.
    const mentions = new Mentions(Buffer.from(key).toString());
    this.#byKey.set(mentions.key, mentions);
    this.#bytes += bytesPerKey + key.length;
    return mentions;
  }

  #drop(): void {
    const entry = this.#entries.shift();
    if (!entry) return;
    this.#bytes -= sizeOf(entry);
    for (const key of entry.about) {
      const mentions = this.#byKey.get(key);
      mentions?.shift();
      if (mentions?.length !== 0) continue;
      this.#byKey.delete(key);
      this.#bytes -= bytesPerKey + key.length;
    }
  }
}

/** The place of the first entry with a number above `number`. */
export function placeAfter(entries: Queue<Entry>, number: number): number {
  return firstPlace(entries, (entry) => entry.number > number);
}

/** The place of the first entry that was heard at that time or later; milliseconds since 1970. */
export function placeHeardFrom(entries: Queue<Entry>, ms: number): number {
  return firstPlace(entries, (entry) => entry.heardAtMs >= ms);
}

/** @param isBeyond false of the first entries, true of all after them */
function firstPlace(entries: Queue<Entry>, isBeyond: (entry: Entry) => boolean): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = entries.at(middle);
    if (!entry || isBeyond(entry)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function unique(keys: readonly string[]): readonly string[] {
  const isOnce = keys.every((key, place) => keys.indexOf(key) === place);
  return isOnce ? keys : [...new Set(keys)];
}

function sizeOf({ said, about }: Entry): number {
  return bytesPerEntry + bytesPerMention * about.length + (typeof said === 'string' ? said.length : bytesPerEntry);
}
