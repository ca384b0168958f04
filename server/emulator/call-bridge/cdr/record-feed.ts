import type { BridgeCore } from '../bridge-core';
import type { FailureReason } from '../failure-reason';
import { openPoster } from './post-records';
import type { RecordPoster } from './post-records';
import { RecordQueue } from './record-queue';
import type { CallDetailRecord, NumberedRecord } from './record-queue';

const firstRetryMs = 1_000;
const slowestRetryMs = 30_000;

/** Carries records to one address: several a POST, one POST at a time, and each again until it is acknowledged. */
export class RecordFeed {
  readonly #core: BridgeCore;
  readonly #uri: string;
  readonly #number: number;
  readonly #write: (batch: readonly NumberedRecord[]) => string;
  readonly #queue = new RecordQueue();
  #poster: RecordPoster | null = null;
  #busy = false;
  #state: 'new' | 'connected' | { sinceMs: number; reason: FailureReason } = 'new';
  #retryMs = firstRetryMs;

  /** @param number of the receiver in log lines @param write makes the text of a POST */
  constructor(core: BridgeCore, uri: string, number: number, write: (batch: readonly NumberedRecord[]) => string) {
    this.#core = core;
    this.#uri = uri;
    this.#number = number;
    this.#write = write;
  }

  /** Since when and why nothing gets through; null while it does, or has not been tried. */
  get failure(): { readonly sinceMs: number; readonly reason: FailureReason } | null {
    return typeof this.#state === 'string' ? null : this.#state;
  }

  push(record: CallDetailRecord): void {
    this.#queue.push(record);
    this.#wake();
  }

  connect(): void {
    this.#poster ??= openPoster(this.#uri, this.#core.timers);
    this.#wake();
  }

  /** What is not acknowledged stays, and is sent after the next `connect`. */
  disconnect(): void {
    this.#poster?.close();
    this.#poster = null;
  }

  /** Sends at the next turn of the event loop, so that records of one command share a POST. */
  #wake(): void {
    if (this.#busy || !this.#poster) return;
    this.#busy = true;
    setImmediate(() => void this.#deliver());
  }

  async #deliver(): Promise<void> {
    for (;;) {
      const poster = this.#poster;
      const batch = this.#queue.batch();
      if (!poster || batch.length === 0) break;
      const outcome = await poster.post(this.#write(batch));
      if (outcome.ok) this.#succeeded();
      // A feed that was cut off meanwhile has another poster or none, and neither of them has failed.
      else if (this.#poster === poster) return this.#failed(outcome.reason);
    }
    this.#busy = false;
  }

  #succeeded(): void {
    this.#queue.acknowledge();
    if (this.#state !== 'connected') this.#core.log.write(`successfully connected to CDR receiver ${this.#number}`);
    this.#state = 'connected';
    this.#retryMs = firstRetryMs;
  }

  #failed(reason: FailureReason): void {
    this.#core.timers.after(this.#retryMs, () => void this.#deliver());
    this.#retryMs = Math.min(this.#retryMs * 2, slowestRetryMs);
    if (typeof this.#state !== 'string') {
      this.#state = { ...this.#state, reason };
      return;
    }
    this.#state = { sinceMs: this.#core.clock.now(), reason };
    const { hostname, port, protocol } = new URL(this.#uri);
    const address = `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
    this.#core.log.write(`unable to connect to CDR receiver ${this.#number} (${address})`, 'user', 'warning');
  }
}
