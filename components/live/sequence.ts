/** A place in the change stream, `<epoch>-<seq>` on the wire. The epoch changes when the server starts anew. */
export interface Sequence {
  readonly epoch: string;
  readonly seq: number;
}

/** Reads `<epoch>-<seq>`; null for anything else. */
export function parseSequence(text: string): Sequence | null {
  const match = /^(.+)-(\d+)$/.exec(text);
  return match?.[1] && match[2] ? { epoch: match[1], seq: Number(match[2]) } : null;
}

/** Whether `a` lies before `b`; null where they are of different epochs and cannot be compared. */
export function isBefore(a: Sequence, b: Sequence): boolean | null {
  return a.epoch === b.epoch ? a.seq < b.seq : null;
}
