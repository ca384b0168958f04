/** One record, as it is the same at every receiver. */
export interface CallDetailRecord {
  readonly type: RecordType;
  /** RFC 3339 in UTC, whole seconds. */
  readonly time: string;
  /** Counts from 0 over all records since the bridge started, those included that nobody received. */
  readonly correlatorIndex: number;
  /** The element that the record holds, such as `<callLeg id="...">`. */
  readonly content: string;
}

/** Source: `docs/cms-wire.md`, section 5. */
export type RecordType =
  | 'callStart'
  | 'callEnd'
  | 'callLegStart'
  | 'callLegUpdate'
  | 'callLegEnd'
  | 'recordingStart'
  | 'recordingEnd'
  | 'streamingStart'
  | 'streamingEnd';

/** A record on its way to one receiver. */
export interface NumberedRecord {
  readonly record: CallDetailRecord;
  /** Counts from 1 per receiver, without a gap even where records were lost. */
  readonly recordIndex: number;
  /** How many records between this one and the one before it the receiver will never see. */
  readonly missingBefore: number;
}

export const recordsKept = 1_000;
export const recordsPerPost = 50;

/**
 * What one receiver has not acknowledged yet. It holds so many records and no more: then the oldest that was never sent
 * is given up, and the record after it says so.
 */
export class RecordQueue {
  #waiting: { record: CallDetailRecord; missingBefore: number }[] = [];
  #inFlight: NumberedRecord[] = [];
  #lastIndex = 0;

  push(record: CallDetailRecord): void {
    const entry = { record, missingBefore: 0 };
    this.#waiting.push(entry);
    if (this.#waiting.length <= recordsKept) return;
    const lost = this.#waiting.shift();
    const next = this.#waiting[0] ?? entry;
    next.missingBefore += 1 + (lost?.missingBefore ?? 0);
  }

  /** What to send now: the same records with the same numbers until they are acknowledged. Empty if there is nothing. */
  batch(): readonly NumberedRecord[] {
    if (this.#inFlight.length === 0) {
      this.#inFlight = this.#waiting.splice(0, recordsPerPost).map((entry) => ({ ...entry, recordIndex: (this.#lastIndex += 1) }));
    }
    return this.#inFlight;
  }

  /** The receiver has the last batch. */
  acknowledge(): void {
    this.#inFlight = [];
  }
}
