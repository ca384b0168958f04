import type { BridgeCore } from '../bridge-core';
import type { FailureReason } from '../failure-reason';
import type { Fact } from '../world/fact';
import { recordTypesOf, writeRecord } from './record-content';
import { RecordFeed } from './record-feed';
import type { NumberedRecord } from './record-queue';
import { writeRecords } from './record-text';

/** Where a bridge posts its records. Each bridge has its own list. Source: `docs/cms-wire.md`, section 3, CDR receivers. */
export interface CdrReceiver {
  readonly id: string;
  /** 1 to 4, by which log lines name it. */
  readonly number: number;
  /** Empty for one that is kept and gets nothing. */
  readonly uri: string;
}

export const receiversAtMost = 4;

interface FedReceiver extends CdrReceiver {
  readonly feed: RecordFeed | null;
}

/**
 * The call detail records of one bridge and those who get them. Records count on whether somebody listens or not; their
 * text is made only for listeners.
 */
export class CallDetailRecords {
  readonly #core: BridgeCore;
  /** Another one with each start of the bridge. */
  readonly #session: string;
  readonly #receivers = new Map<string, FedReceiver>();
  /** Legs that have left, by call. */
  readonly #legsCompleted = new Map<string, number>();
  #nextCorrelatorIndex = 0;
  #connected = false;

  constructor(core: BridgeCore) {
    this.#core = core;
    this.#session = core.ids.fork('cdr').guid();
    core.follow((facts) => {
      for (const fact of facts) this.#heed(fact);
    });
  }

  get nextCorrelatorIndex(): number {
    return this.#nextCorrelatorIndex;
  }

  get receivers(): readonly CdrReceiver[] {
    return [...this.#receivers.values()].sort((a, b) => a.number - b.number);
  }

  receiver(id: string): CdrReceiver | null {
    return this.#receivers.get(id) ?? null;
  }

  /** Null if there are as many as there may be. */
  add(uri: string): CdrReceiver | null {
    const taken = new Set(this.receivers.map(({ number }) => number));
    const number = Array.from({ length: receiversAtMost }, (_, index) => index + 1).find((free) => !taken.has(free));
    return number === undefined ? null : this.#put({ id: this.#core.ids.guid(), number, uri });
  }

  /** Another address begins anew: what the former one has not got, nobody gets. */
  change(receiver: CdrReceiver, uri: string): void {
    if (receiver.uri === uri) return;
    this.remove(receiver.id);
    this.#put({ ...receiver, uri });
  }

  remove(id: string): void {
    this.#receivers.get(id)?.feed?.disconnect();
    this.#receivers.delete(id);
  }

  /** Receivers to which nothing gets through, since when and why. */
  failing(): { receiver: CdrReceiver; sinceMs: number; reason: FailureReason }[] {
    return [...this.#receivers.values()].flatMap(({ feed, ...receiver }) => (feed?.failure ? [{ receiver, ...feed.failure }] : []));
  }

  connect(): void {
    this.#connected = true;
    for (const { feed } of this.#receivers.values()) feed?.connect();
  }

  disconnect(): void {
    this.#connected = false;
    for (const { feed } of this.#receivers.values()) feed?.disconnect();
  }

  #put({ id, number, uri }: CdrReceiver): CdrReceiver {
    const feed = uri === '' ? null : new RecordFeed(this.#core, uri, number, (batch) => this.#write(batch));
    if (this.#connected) feed?.connect();
    const receiver = { id, number, uri, feed };
    this.#receivers.set(id, receiver);
    return receiver;
  }

  #heed(fact: Fact): void {
    if (fact.is === 'participant-removed') {
      const { call } = fact.participant;
      this.#legsCompleted.set(call, (this.#legsCompleted.get(call) ?? 0) + 1);
    }
    const feeds = [...this.#receivers.values()].flatMap(({ feed }) => feed ?? []);
    for (const type of recordTypesOf(fact)) {
      const correlatorIndex = this.#nextCorrelatorIndex++;
      if (feeds.length === 0) continue;
      const completed = fact.is === 'call-ended' ? (this.#legsCompleted.get(fact.call.id) ?? 0) : 0;
      const time = `${new Date(this.#core.clock.now()).toISOString().slice(0, 19)}Z`;
      const record = { type, time, correlatorIndex, content: writeRecord(this.#core, type, fact, completed) };
      for (const feed of feeds) feed.push(record);
    }
    if (fact.is === 'call-ended') this.#legsCompleted.delete(fact.call.id);
  }

  #write(batch: readonly NumberedRecord[]): string {
    const { id, cluster } = this.#core;
    return writeRecords(this.#session, cluster.callBridges.has(id) ? id : null, batch);
  }
}
