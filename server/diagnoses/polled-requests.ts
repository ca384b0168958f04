interface Found {
  readonly from: number;
  /** Where the word is that was found in the line. */
  readonly word: number;
  readonly to: number;
  /** Whether the line has no other such word: lines may have run together. */
  readonly isOnly: boolean;
}

const request = Buffer.from('API trace ');
const reads = Buffer.from(': GET for ');
const answers = Buffer.from(': sending ');
const [zero, nine, colon] = [48, 57, 58];
/** So many are under way at once, at the most. */
const mostOpen = 4_096;
const mostDigits = 8;

/**
 * Tells the lines of requests that only read from a bridge, and of their answers: where the API is traced and somebody polls it they are most of a
 * log, and never about a move. Source: docs/cms-wire.md, section 8.2.
 */
export class PolledRequests {
  /** Numbers count at one bridge, and a log may be of several: each with what stands between time and text. */
  readonly #open = new Set<number>();

  /** Whether this is such a line. One whose request was not seen is none. */
  has(bytes: Buffer, { from, word, to, isOnly }: Found): boolean {
    if (!isAt(bytes, word, request)) return false;
    if (!isOnly) return this.forget();
    let [at, number] = [word + request.length, 0];
    const digits = at + mostDigits;
    for (let byte = bytes[at] ?? 0; byte >= zero && byte <= nine && at < digits; byte = bytes[at] ?? 0) {
      number = number * 10 + byte - zero;
      at += 1;
    }
    if (at >= to || bytes[at] !== colon) return false;
    if (isAt(bytes, at, reads)) return this.#add(keyOf(bytes, from, word, number));
    // Where anything else goes by that number, what is answered next is that: numbers come again.
    return this.#open.delete(keyOf(bytes, from, word, number)) && isAt(bytes, at, answers);
  }

  /** What came may tell of other requests by the same numbers: no answer that is still to come is surely one to a request that only reads. */
  forget(): false {
    this.#open.clear();
    return false;
  }

  #add(key: number): true {
    if (this.#open.size >= mostOpen) for (const oldest of this.#open) if (this.#open.delete(oldest)) break;
    this.#open.add(key);
    return true;
  }
}

function isAt(bytes: Buffer, from: number, what: Buffer): boolean {
  for (let at = 0; at < what.length; at += 1) if (bytes[from + at] !== what[at]) return false;
  return true;
}

/** The shortest time takes so much of a line. What of a longer one is digits and the like says nothing of whose line it is. */
const timeLength = 15;

function keyOf(bytes: Buffer, from: number, word: number, number: number): number {
  let hash = 0;
  let at = from + timeLength;
  while (at < word && (bytes[at] ?? 0) <= colon) at += 1;
  for (; at < word; at += 1) hash = (hash * 31 + (bytes[at] ?? 0)) % 0x1000000;
  return hash * 10 ** mostDigits + number;
}
