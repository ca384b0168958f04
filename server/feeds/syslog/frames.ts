/** The longest line that is taken in whole. RFC 5424, section 6.1 asks for 2,048 octets and advises 8,192. */
export const longestFrameBytes = 16_384;

const lineFeed = 10;
const carriageReturn = 13;
const space = 32;
const zero = 48;
const lessThan = 60;
const nine = 57;
/** A count of more digits is no count: nobody sends lines of 10 MB. */
const mostDigits = 7;

/** Told of each frame: octets `start` to `end` (exclusive) of `data`, which are good only during the call. */
export type TakeFrame = (data: Buffer, start: number, end: number) => void;

/**
 * Takes the frames out of a stream (RFC 6587): counted ones (`24 <14>...`) and such that end with a line feed, as they come, both
 * in one stream too. Keeps at most one frame that is not complete; what is too long is cut, and the rest of it skipped.
 */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);
  /** Octets of a cut frame that are still to come. */
  #skip = 0;
  /** A cut line is still to end. */
  #skipLine = false;
  #cut = 0;

  /** How many frames were too long. */
  get cut(): number {
    return this.#cut;
  }

  read(chunk: Buffer, take: TakeFrame): void {
    const data = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    let at = 0;
    while (at < data.length) {
      const next = this.#next(data, at, take);
      if (next === null) break;
      at = next;
    }
    // A copy: a few octets must not keep the whole chunk in memory.
    this.#rest = at < data.length ? Buffer.from(data.subarray(at)) : Buffer.alloc(0);
  }

  /** The stream has ended: a line without an end is one all the same, a counted frame without its rest is none. */
  finish(take: TakeFrame): void {
    if (this.#rest[0] === lessThan) take(this.#rest, 0, trimmedEnd(this.#rest, 0, this.#rest.length));
    this.#rest = Buffer.alloc(0);
  }

  /** Takes one frame that begins at `at`. @returns where the next begins; null if this one is not complete */
  #next(data: Buffer, at: number, take: TakeFrame): number | null {
    if (this.#skip > 0) {
      const skipped = Math.min(this.#skip, data.length - at);
      this.#skip -= skipped;
      return at + skipped;
    }
    if (this.#skipLine) {
      const end = data.indexOf(lineFeed, at);
      this.#skipLine = end < 0;
      return end < 0 ? data.length : end + 1;
    }
    const first = data[at] ?? 0;
    if (first <= space) return at + 1;
    return first > zero && first <= nine ? this.#counted(data, at, take) : this.#line(data, at, take);
  }

  #counted(data: Buffer, at: number, take: TakeFrame): number | null {
    let count = 0;
    let from = at;
    for (; from < data.length && from - at <= mostDigits; from += 1) {
      const digit = (data[from] ?? 0) - zero;
      if (digit < 0 || digit > 9) break;
      count = count * 10 + digit;
    }
    if (from === data.length && from - at <= mostDigits) return null;
    if (data[from] !== space || from - at > mostDigits) return this.#line(data, at, take);
    const start = from + 1;
    const wanted = Math.min(count, longestFrameBytes);
    if (data.length - start < wanted) return null;
    take(data, start, trimmedEnd(data, start, start + wanted));
    if (count > wanted) this.#cut += 1;
    this.#skip = count - wanted;
    return start + wanted;
  }

  #line(data: Buffer, at: number, take: TakeFrame): number | null {
    const end = data.indexOf(lineFeed, at);
    if (end < 0 && data.length - at <= longestFrameBytes) return null;
    const length = (end < 0 ? data.length : end) - at;
    if (length > longestFrameBytes) this.#cut += 1;
    take(data, at, trimmedEnd(data, at, at + Math.min(length, longestFrameBytes)));
    this.#skipLine = end < 0;
    return end < 0 ? data.length : end + 1;
  }
}

/** Without the line ends and zeros that some put behind a line. */
export function trimmedEnd(data: Buffer, start: number, end: number): number {
  let last = end;
  while (last > start && isEnd(data[last - 1])) last -= 1;
  return last;
}

function isEnd(octet: number | undefined): boolean {
  return octet === lineFeed || octet === carriageReturn || octet === 0;
}
