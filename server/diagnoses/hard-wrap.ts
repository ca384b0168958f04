import { StringDecoder } from 'node:string_decoder';
import { headsIn } from '@/lib/trace/log/line-heads';
import { longestLine } from '@/lib/trace/log/log-reader';

/** Terminals are no narrower, nor wider, in columns. */
const [narrowest, widest] = [72, 400];
/** So many full lines may be chance in a log that no terminal wrapped. */
const leastFull = 3;

/**
 * Puts the lines of a log together again that a terminal had wrapped in the middle of words before somebody copied them; whether one had is told by how the log
 * begins. Any other log is left as it is. Keeps no more than one line.
 */
export class HardWrap {
  readonly #decoder = new StringDecoder('utf8');
  #isFirst = true;
  #column: number | null = null;
  #rest = '';
  /** Whether the last line was full: then the next one goes on from it, if it can. */
  #isFull = false;

  /** Where the lines were wrapped; null where they were not. */
  get column(): number | null {
    return this.#column;
  }

  push(chunk: Buffer): Buffer {
    if (this.#isFirst) this.#column = columnOf(chunk);
    this.#isFirst = false;
    if (this.#column === null) return chunk;
    const lines = linesIn(this.#rest + this.#decoder.write(chunk));
    const rest = lines.pop() ?? '';
    const isEndless = rest.length > longestLine;
    this.#rest = isEndless ? '' : rest;
    return Buffer.from(lines.map((line) => this.#unwrapped(line)).join('') + (isEndless ? rest : ''));
  }

  /** The log has ended. */
  finish(): Buffer {
    return Buffer.from(this.#column === null ? '' : this.#unwrapped(this.#rest + this.#decoder.end()));
  }

  #unwrapped(line: string): string {
    const before = this.#isFull && beginsAnew(line) ? '\n' : '';
    this.#isFull = columnsOf(line) === this.#column;
    return `${before}${line}${this.#isFull ? '' : '\n'}`;
  }
}

/** Whoever wraps at words leaves lines of many lengths. */
function columnOf(head: Buffer): number | null {
  // The last one may go on.
  const lines = linesIn(head.toString('utf8')).slice(0, -1);
  const goOn = lines.filter((_, at) => at + 1 < lines.length && !beginsAnew(lines[at + 1] ?? ''));
  const column = lines.reduce((most, line) => Math.max(most, columnsOf(line)), 0);
  const full = goOn.filter((line) => columnsOf(line) === column);
  const isWrapped = column >= narrowest && column <= widest && full.length >= leastFull && full.length >= 0.8 * goOn.length;
  return isWrapped ? column : null;
}

function linesIn(text: string): string[] {
  return text.split(/\r?\n/);
}

function beginsAnew(line: string): boolean {
  return headsIn(line)[0]?.from === 0;
}

function columnsOf(line: string): number {
  // Letters outside of the basic plane are two units of a text.
  return line.length > 2 * widest ? line.length : [...line].length;
}
