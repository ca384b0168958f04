import type { WrittenTime } from '@/lib/trace/log/log-line';
import type { Saying } from '@/lib/trace/log/saying';

/** How something became known: Usher's own request, an event, a call detail record, a line of a log, a HAR. */
export type Source = 'request' | 'event' | 'cdr' | 'log' | 'har';

/** Something that was said about a move, where, and when. */
export interface Heard {
  readonly said: Saying;
  readonly source: Source;
  /** Milliseconds since 1970, by the clock that all times of a diagnosis go by as far as the others can be compared with it. */
  readonly atMs: number;
  /** The time as it was written, where that leaves the zone or the year out. */
  readonly written?: WrittenTime;
  /** By how much the clock of who said it is ahead, in milliseconds, where `atMs` was put right by that. */
  readonly leadMs?: number;
  /** Who said it: the bridge's name where that is known, else the file. What is numbered counts only there. */
  readonly place: string;
  readonly file: string;
  /** Counts from 1. */
  readonly line: number;
  /** What was said, as it was written. */
  readonly text: string;
  /** Whether it may be something that a person wrote to look like this: nothing is sure by it. */
  readonly isGuess?: boolean;
}

/** Something heard that says one particular thing. */
export type HeardOf<K extends Saying['says']> = Heard & { readonly said: Extract<Saying, { says: K }> };

/** Tells those that say one particular thing. */
export function says<K extends Saying['says']>(kind: K): (heard: Heard) => heard is HeardOf<K> {
  return (heard): heard is HeardOf<K> => heard.said.says === kind;
}
