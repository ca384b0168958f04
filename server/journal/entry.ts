import type { LogFact } from '@/lib/meeting/meeting-log';

/**
 * Where something was heard. `events`, `cdr`, `syslog`: a bridge said so; `request`: Usher's own call that writes to a bridge, with
 * its answer; `usher`: what Usher made of it all, merged over the bridges of a cluster.
 */
export const sources = ['events', 'cdr', 'syslog', 'request', 'usher'] as const;
export type Source = (typeof sources)[number];

/** Something that was said, as it is handed in. */
export interface Note {
  readonly source: Source;
  /** Usher's id of the bridge; null where it is not one bridge's word. */
  readonly callBridge: string | null;
  /** The bridge's own time in milliseconds since 1970; null where it told none. */
  readonly toldAtMs: number | null;
  /** By how much the bridge's clock was ahead of Usher's just then, in milliseconds; null where that is not known. */
  readonly clockDifferenceMs: number | null;
  /** A line of text, or a fact of a meeting's log. */
  readonly said: string | LogFact;
  /** What it is about, in the spelling of `keys.ts`. */
  readonly about: readonly string[];
}

/** Something that was said, as it is kept. */
export interface Entry extends Note {
  /** Counts up with everything that is noted, over all sources: the order in which Usher heard it. */
  readonly number: number;
  /** When Usher heard it, in milliseconds since 1970. */
  readonly heardAtMs: number;
}
