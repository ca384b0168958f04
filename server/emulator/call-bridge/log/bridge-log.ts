import type { Clock } from '../../clock';

export interface LogLine {
  /** Counts from 1 per node and never repeats, so that a reader can ask for what came after. */
  readonly number: number;
  readonly at: string;
  readonly facility: 'user' | 'local0' | 'local7';
  readonly severity: 'info' | 'warning' | 'error';
  readonly text: string;
}

/** The newest lines of one node, in the product's words. */
export interface NodeLog {
  write(text: string, facility?: LogLine['facility'], severity?: LogLine['severity']): void;
  after(number: number): LogLine[];
  /** `listener` hears each line as it is written; returns how to end that. */
  follow(listener: (line: LogLine) => void): () => void;
}

const linesKept = 5_000;

export function createNodeLog(clock: Pick<Clock, 'now'>): NodeLog {
  const lines: LogLine[] = [];
  const listeners = new Set<(line: LogLine) => void>();
  let number = 0;
  return {
    write(text, facility = 'user', severity = 'info') {
      number += 1;
      // A name with a line break in it must not pass for a line of its own.
      const oneLine = text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ');
      const line = { number, at: new Date(clock.now()).toISOString(), facility, severity, text: oneLine };
      lines.push(line);
      // Dropped in blocks: shifting an array for every line would cost more than the line.
      if (lines.length >= linesKept * 2) lines.splice(0, linesKept);
      for (const listener of listeners) listener(line);
    },
    follow(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    after: (after) => lines.slice(-linesKept).filter((line) => line.number > after),
  };
}
