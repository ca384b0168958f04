/**
 * Finds the first of several words in bytes, in one pass that mostly leaps: two bytes in which no word ends for a while say how far.
 * (Wu and Manber, "A fast algorithm for multi-pattern searching", 1994.)
 */
export class AnchorSearch {
  /** By two bytes: how far it is at least to where the shortest word could end its first part. */
  readonly #leaps: Uint8Array;
  readonly #words = new Map<number, Uint8Array[]>();
  readonly #part: number;

  /** @param words of two to 256 bytes each; the longer the shortest, the faster */
  constructor(words: readonly string[]) {
    const all = words.map((word) => new TextEncoder().encode(word));
    this.#part = Math.min(...all.map(({ length }) => length));
    this.#leaps = new Uint8Array(65_536).fill(this.#part - 1);
    for (const word of all) this.#add(word);
  }

  #add(word: Uint8Array): void {
    for (let at = 1; at < this.#part; at += 1) {
      const pair = pairAt(word, at);
      this.#leaps[pair] = Math.min(this.#leaps[pair] ?? 0, this.#part - 1 - at);
    }
    const last = pairAt(word, this.#part - 1);
    this.#words.set(last, [...(this.#words.get(last) ?? []), word]);
  }

  /** Where the first word begins, from a place on; the length of the bytes if there is none. */
  next(bytes: Uint8Array, from: number): number {
    const leaps = this.#leaps;
    const before = this.#part - 1;
    for (let at = from + before; at < bytes.length; ) {
      const pair = ((bytes[at - 1] ?? 0) << 8) | (bytes[at] ?? 0);
      const leap = leaps[pair] ?? 1;
      if (leap === 0 && this.#isWord(bytes, at - before, pair)) return at - before;
      at += leap || 1;
    }
    return bytes.length;
  }

  #isWord(bytes: Uint8Array, from: number, pair: number): boolean {
    return (this.#words.get(pair) ?? []).some((word) => word.every((byte, at) => bytes[from + at] === byte));
  }
}

function pairAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at - 1] ?? 0) << 8) | (bytes[at] ?? 0);
}
