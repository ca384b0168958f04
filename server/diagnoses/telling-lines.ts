import { anchors } from '@/lib/trace/log/say';
import { longestLine } from '@/lib/trace/log/log-reader';
import { AnchorSearch } from '@/server/diagnoses/anchor-search';
import { PolledRequests } from '@/server/diagnoses/polled-requests';

const lineFeed = 10;
/** What stands before the text of a line is no longer. */
const longestHead = 64;
const carriageReturn = 13;
/** Some editors put it before the first line. */
const byteOrderMark = Buffer.from('\ufeff');
/** Pasted texts have it anywhere, also within words. */
const zeroWidth = Buffer.from('\u200b');

/** With quotes as web pages and mails write them, which `asLogged` puts right. */
const pasted = anchors.filter((word) => word.includes('"')).flatMap((word) => ['&quot;', '&#34;', '“', '„'].map((quote) => word.replace('"', quote)));
const search = new AnchorSearch([...anchors, ...pasted]);

/**
 * Cuts what comes in chunks into lines, and gives those that may say something of a move: what is said is found in the bytes, before anything
 * is made a text. A line that does not begin with a time goes on from the one before, so that both are given. Keeps no more of a line than can
 * be read.
 */
export class TellingLines {
  #rest: Buffer = Buffer.alloc(0);
  #isFirst = true;
  /** Within a line of which enough was given. */
  #isSkipping = false;
  #line = 0;
  /** Where the last line is in the bytes at hand, if it was not given; else it ends before it begins. */
  #before = { from: 0, to: -1 };
  /** That line, if it is not in the bytes at hand. */
  #carried: Buffer | null = null;
  #lineBefore = 0;
  /** Whether others were left out before that line, after the last that was given. */
  #hasGap = false;
  readonly #polled = new PolledRequests();

  /**
   * @param take told of each line, without its end, its number from 1, and whether it comes next after the last one, but for empty lines; of a line
   * that is too long, of its beginning and one byte more
   */
  constructor(private readonly take: (text: string, line: number, isNext: boolean) => void) {}

  /** How many lines there were. */
  get count(): number {
    return this.#line;
  }

  push(chunk: Buffer): void {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#rest = Buffer.alloc(0);
    if (this.#isFirst && bytes.length < byteOrderMark.length) {
      this.#rest = bytes;
      return;
    }
    if (this.#isFirst && bytes.subarray(0, byteOrderMark.length).equals(byteOrderMark)) bytes = bytes.subarray(byteOrderMark.length);
    this.#isFirst = false;
    this.#cut(bytes);
  }

  /** The file has ended. */
  finish(): void {
    if (this.#rest.length > 0) this.#cut(Buffer.concat([this.#rest, Buffer.from([lineFeed])]));
    this.#rest = Buffer.alloc(0);
  }

  #cut(bytes: Buffer): void {
    let from = this.#isSkipping ? afterLine(bytes) : 0;
    this.#isSkipping = from > bytes.length;
    if (this.#isSkipping) return;
    let [word, mark] = [-1, -1];
    for (let to = bytes.indexOf(lineFeed, from); to >= 0; to = bytes.indexOf(lineFeed, from)) {
      if (word < from) word = search.next(bytes, from);
      if (mark < from) mark = placeOf(zeroWidth, bytes, from);
      this.#line += 1;
      this.#end(bytes, from, to, (mark < to && !this.#polled.forget()) || (word < to && !this.#polled.has(bytes, { from, word, to, isOnly: search.next(bytes, word + 1) > to })));
      from = to + 1;
    }
    // Copies: what is left must not keep the whole chunk.
    const before = this.#bytesBefore(bytes);
    this.#carried = before && Buffer.from(before);
    this.#before.to = -1;
    this.#keep(Buffer.from(bytes.subarray(from)));
  }

  /** What there is of a line that has not ended yet. */
  #keep(rest: Buffer): void {
    if (rest.length <= longestLine) {
      this.#rest = rest;
      return;
    }
    this.#line += 1;
    this.#end(rest, 0, rest.length, true);
    this.#isSkipping = true;
  }

  #end(bytes: Buffer, from: number, to: number, isTelling: boolean): void {
    if (to - from <= 1 && (to === from || bytes[from] === carriageReturn)) return;
    // Of a shorter one the head may have been cut in two.
    const isTimed = beginsWithTime(bytes, from);
    const goesOn = to - from < longestHead || !isTimed;
    if (!isTimed) this.#polled.forget();
    const hasBefore = this.#before.to >= this.#before.from || this.#carried !== null;
    const before = goesOn && hasBefore ? this.#bytesBefore(bytes) : null;
    if (before) this.take(before.toString('utf8'), this.#lineBefore, !this.#hasGap);
    this.#hasGap = before === null && (this.#hasGap || hasBefore);
    this.#carried = null;
    if (goesOn || isTelling) {
      this.take(bytes.toString('utf8', from, endOf(from, to)), this.#line, !this.#hasGap);
      this.#before.to = -1;
      this.#hasGap = false;
    } else {
      this.#before.from = from;
      this.#before.to = to;
      this.#lineBefore = this.#line;
    }
  }

  /** The last line, if it was not given. */
  #bytesBefore(bytes: Buffer): Buffer | null {
    const { from, to } = this.#before;
    return to < from ? this.#carried : bytes.subarray(from, endOf(from, to));
  }
}

function endOf(from: number, to: number): number {
  return Math.min(to, from + longestLine + 1);
}

/** Where the next line begins; beyond the end if that is in none of these bytes. */
function afterLine(bytes: Buffer): number {
  const end = bytes.indexOf(lineFeed);
  return end < 0 ? bytes.length + 1 : end + 1;
}

function placeOf(what: Buffer, bytes: Buffer, from: number): number {
  const at = bytes.indexOf(what, from);
  return at < 0 ? bytes.length : at;
}

const [less, greater, colon, dash, space] = [60, 62, 58, 45, 32];

/**
 * Whether a line begins with a time, as those do that a bridge logged: `2026-03-04T10:00:00`, `2026-03-04  10:00:00`, `Mar  4 10:00:00`, each after a priority or none.
 * True only if it surely does. Source: docs/cms-wire.md, section 8.1.
 */
function beginsWithTime(line: Buffer, from: number): boolean {
  let at = from;
  if (line[at] === less) at += line.subarray(at, at + 6).indexOf(greater) + 1;
  if (line[at + 4] === dash && line[at + 7] === dash) {
    // The web interface's event log has two spaces after the day.
    const time = at + 10 + (line[at + 11] === space ? 2 : 1);
    return line[time + 2] === colon && line[time + 5] === colon;
  }
  return line[at + 3] === space && line[at + 6] === space && line[at + 9] === colon && line[at + 12] === colon;
}
