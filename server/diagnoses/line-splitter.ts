import { longestLine } from '@/lib/trace/log/log-reader';

const lineFeed = 10;
/** Some editors put it before the first line. */
const byteOrderMark = '\ufeff';

/** Cuts what comes in chunks into lines. Keeps no more of a line than can be read. */
export class LineSplitter {
  #rest: Buffer[] = [];
  #restBytes = 0;
  #isFirst = true;

  /** @param take told of each line, without its end; of one that is too long, of its beginning and one character more */
  constructor(private readonly take: (line: string) => void) {}

  push(chunk: Buffer): void {
    let from = 0;
    for (let to = chunk.indexOf(lineFeed); to >= 0; to = chunk.indexOf(lineFeed, from)) {
      this.#keep(chunk.subarray(from, to));
      this.#end();
      from = to + 1;
    }
    // A copy: the rest of a line must not keep the whole chunk.
    if (from < chunk.length) this.#keep(Buffer.from(chunk.subarray(from)));
  }

  finish(): void {
    if (this.#restBytes > 0) this.#end();
  }

  #keep(part: Buffer): void {
    const room = longestLine + 1 - this.#restBytes;
    if (room <= 0) return;
    this.#rest.push(part.subarray(0, room));
    this.#restBytes += Math.min(part.length, room);
  }

  #end(): void {
    const [only] = this.#rest;
    const text = (this.#rest.length === 1 && only ? only : Buffer.concat(this.#rest)).toString('utf8');
    this.#rest = [];
    this.#restBytes = 0;
    this.take(this.#isFirst && text.startsWith(byteOrderMark) ? text.slice(1) : text);
    this.#isFirst = false;
  }
}
