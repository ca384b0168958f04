import { headsIn } from '@/lib/trace/log/line-heads';
import type { LogLine } from '@/lib/trace/log/log-line';
import { plain } from '@/lib/trace/plain-text';

/** Longer lines are cut: nothing that a bridge logs about a move is as long. */
export const longestLine = 65_536;
/** How far a text goes on over lines that have no head of their own, in characters. */
const longestText = 16_384;

type Draft = { -readonly [K in keyof LogLine]: LogLine[K] };

/**
 * Takes the lines of one log in, as a file has them, and gives the lines that a bridge had logged: those that run together are taken apart,
 * those that were wrapped are put together again.
 */
export class LogReader {
  #open: Draft | null = null;
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
    const line = plain(text.slice(0, longestLine));
    const heads = headsIn(line);
    const before = line.slice(0, heads[0]?.from ?? line.length);
    if (before.trim() !== '') this.#goOn(before);
    heads.forEach(({ to, host, time }, at) => {
      this.#close();
      this.#open = { file: this.file, line: number, host, time, text: line.slice(to, heads[at + 1]?.from ?? line.length).trimEnd() };
    });
  }

  /** Lines that say nothing are left out here: what comes next goes on from none that were read. */
  leaveOut(): void {
    this.#close();
  }

  /** The file has ended. */
  finish(): void {
    this.#close();
  }

  /** A line without a head of its own belongs to the one before. */
  #goOn(text: string): void {
    if (!this.#open || this.#open.text.length > longestText) this.#headless += 1;
    else this.#open.text = joined(this.#open.text, text);
  }

  #close(): void {
    if (this.#open) this.take(this.#open);
    this.#open = null;
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
  const isOneId = endsInId.test(before) && beginsInId.test(rest) && `${begun}${ended}`.replaceAll('-', '').length === 32;
  return isOneId ? `${before}${rest}` : `${before} ${rest}`;
}
