import { asLogged } from '@/lib/trace/log/as-logged';
import { headsIn } from '@/lib/trace/log/line-heads';
import type { LogLine } from '@/lib/trace/log/log-line';
import { NameScan } from '@/lib/trace/log/name-scan';
import { firstUnsure } from '@/lib/trace/log/run-together';
import { plain } from '@/lib/trace/plain-text';

/** Longer lines are cut: nothing that a bridge logs about a move is as long. */
export const longestLine = 65_536;
/** How far a text goes on over lines that have no head of their own, in characters. */
const longestText = 16_384;
/** So many lines that ran together are looked at as one. */
const longestRun = 2_000;
/** What may stand before a line as it was logged: marks of a quotation, numbers of lines. */
const margin = /^[\s>|*:.)\d-]*$/;
const widestMargin = 16;

type Draft = { -readonly [K in keyof LogLine]: LogLine[K] };

/**
 * Takes the lines of one log in, as a file has them, and gives the lines that a bridge had logged: those that run together are taken apart,
 * those that were wrapped are put together again.
 */
export class LogReader {
  #open: Draft | null = null;
  /** Where in its text names are. */
  #names = new NameScan();
  /** Those that ran together with it, before it. */
  #run: LogLine[] = [];
  #headless = 0;
  #cut = 0;

  constructor(
    private readonly file: string,
    private readonly take: (line: LogLine) => void,
  ) {}

  /** How many lines belong to none that has a time: they were skipped. */
  get headless(): number {
    return this.#headless;
  }

  /** How many lines were too long, and were cut. */
  get cut(): number {
    return this.#cut;
  }

  /** @param text without its line end @param number of the line, from 1 */
  read(text: string, number: number): void {
    if (text.length > longestLine) this.#cut += 1;
    const line = asLogged(plain(text.slice(0, longestLine)));
    let from = 0;
    for (const { from: begin, to, host, time } of headsIn(line)) {
      const isAtMargin = begin <= widestMargin && margin.test(line.slice(0, begin));
      if (!isAtMargin) {
        this.#goOn(line.slice(from, begin), from > 0);
        from = begin;
        // A name may hold what looks like a line.
        if (this.#open && this.#names.isWithinName(this.#open.text)) continue;
      }
      this.#close();
      if (isAtMargin) this.#giveRun();
      this.#open = { file: this.file, line: number, host, time, text: '' };
      this.#names = new NameScan();
      from = to;
    }
    this.#goOn(line.slice(from), from > 0);
  }

  /** Lines that say nothing are left out here: what comes next goes on from none that were read. */
  leaveOut(): void {
    this.#close();
    this.#giveRun();
  }

  /** The file has ended. */
  finish(): void {
    this.leaveOut();
  }

  /** A line without a head of its own belongs to the one before. @param isSame whether both are one line as it is written */
  #goOn(text: string, isSame: boolean): void {
    if (isSame && this.#open) this.#open.text = `${this.#open.text}${text}`.trimEnd();
    else if (text.trim() === '') return;
    else if (!this.#open || this.#open.text.length > longestText) this.#headless += 1;
    else this.#open.text = joined(this.#open.text, text);
  }

  #close(): void {
    if (this.#open) this.#run.push(this.#open);
    this.#open = null;
    if (this.#run.length >= longestRun) this.#giveRun();
  }

  /** Gives the lines that ran together, as they come after one that begins at the margin. */
  #giveRun(): void {
    const unsure = this.#run.length < 2 ? null : firstUnsure(this.#run.map(({ text }) => text));
    this.#run.forEach((line, at) => this.take(unsure !== null && at >= unsure ? { ...line, isGuess: true } : line));
    this.#run = [];
  }
}

const endsInId = /[0-9a-f]{2}-?$/i;
const beginsInId = /^-?[0-9a-f]{2}/i;
const partOfId = /(?:^|[^0-9a-z-])([0-9a-f-]{1,35})$/i;

/** A text and what it was wrapped to. Only where a GUID was cut in two there was nothing between them. */
function joined(before: string, after: string): string {
  const rest = after.trim();
  const [, begun = ''] = partOfId.exec(before) ?? [];
  const [ended = ''] = /^[0-9a-f-]+/i.exec(rest) ?? [];
  // A word may end as an id does, before a whole one.
  const isOneId = begun !== '' && endsInId.test(before) && beginsInId.test(rest) && `${begun}${ended}`.replaceAll('-', '').length === 32;
  return isOneId ? `${before}${rest}` : `${before} ${rest}`;
}
