const callElements = ['name', 'participants', 'distributedInstances', 'recording', 'streaming', 'lockState', 'callType', 'callCorrelator'];
const rosterElements = [
  'name',
  'uri',
  'state',
  'audioMuted',
  'videoMuted',
  'importance',
  'layout',
  'activeSpeaker',
  'presenter',
  'canMove',
  'movedParticipant',
  'movedParticipantCallBridge',
];

/** More than any bridge has at once: the list of calls of one that says otherwise is not followed beyond. */
const mostCalls = 10_000;

export type Subscribed = { readonly type: 'calls' } | { readonly type: 'callInfo' | 'callRoster'; readonly call: string };

interface Entry {
  readonly subscribed: Subscribed;
  /** As it stands in the request: a request for hundreds of calls is put together often. */
  readonly text: string;
  /** It took the place of one before it, and its first message, which has everything, is still to come. */
  isRecount: boolean;
}

/** Where a call's subscriptions stand. */
interface Place {
  readonly info: number;
  readonly roster: number;
  readonly sinceMs: number;
}

/**
 * Which subscription has which index on one connection. A request carries the whole set and replaces the one before;
 * whoever keeps its index keeps its subscription, and a new index starts over with a message that has everything. An index is
 * never used twice, so that a late message cannot be taken for another call's. Source: docs/cms-wire.md, sections 4 and 11.5.
 */
export class Subscriptions {
  #nextIndex = 1;
  #list = 0;
  readonly #byIndex = new Map<number, Entry>();
  /** The one that has stood longest comes first. */
  readonly #byCall = new Map<string, Place>();

  constructor() {
    this.#list = this.#put({ type: 'calls' }, false);
  }

  /** How many calls are subscribed. */
  get size(): number {
    return this.#byCall.size;
  }

  /** @returns whether the set became another */
  add(call: string, nowMs: number): boolean {
    if (this.#byCall.has(call) || this.#byCall.size >= mostCalls) return false;
    this.#subscribe(call, nowMs, false);
    return true;
  }

  /** @returns whether the set became another */
  remove(call: string): boolean {
    this.#drop(call);
    return this.#byCall.delete(call);
  }

  /** Has calls that have stood since before then, at most so many, start over. @returns which */
  renew(beforeMs: number, most: number, nowMs: number): string[] {
    const due: string[] = [];
    for (const [call, { sinceMs }] of this.#byCall) {
      if (sinceMs >= beforeMs || due.length === most) break;
      due.push(call);
    }
    for (const call of due) {
      this.remove(call);
      this.#subscribe(call, nowMs, true);
    }
    return due;
  }

  /** Has the list of calls start over. */
  renewList(): void {
    this.#byIndex.delete(this.#list);
    this.#list = this.#put({ type: 'calls' }, true);
  }

  /** What a message with this index is about; null for one that is no longer subscribed. */
  at(index: number): Subscribed | null {
    return this.#byIndex.get(index)?.subscribed ?? null;
  }

  /** Whether the message that just came with this index is the first of one that started over. */
  takeRecount(index: number): boolean {
    const entry = this.#byIndex.get(index);
    if (!entry?.isRecount) return false;
    entry.isRecount = false;
    return true;
  }

  /** Whether every one of the set is among these. */
  allIn(indexes: ReadonlySet<number>): boolean {
    for (const index of this.#byIndex.keys()) if (!indexes.has(index)) return false;
    return true;
  }

  /** The request for the whole set. */
  request(messageId: number): string {
    const subscriptions = Array.from(this.#byIndex.values(), ({ text }) => text).join(',');
    return `{"type":"message","message":{"messageId":${messageId},"type":"subscribeRequest","subscriptions":[${subscriptions}]}}`;
  }

  #subscribe(call: string, sinceMs: number, isRecount: boolean): void {
    const info = this.#put({ type: 'callInfo', call }, isRecount);
    const roster = this.#put({ type: 'callRoster', call }, isRecount);
    this.#byCall.set(call, { info, roster, sinceMs });
  }

  #put(subscribed: Subscribed, isRecount: boolean): number {
    const index = this.#nextIndex++;
    const elements = subscribed.type === 'callRoster' ? rosterElements : callElements;
    this.#byIndex.set(index, { subscribed, text: JSON.stringify({ index, ...subscribed, elements }), isRecount });
    return index;
  }

  #drop(call: string): void {
    const place = this.#byCall.get(call);
    if (!place) return;
    this.#byIndex.delete(place.info);
    this.#byIndex.delete(place.roster);
  }
}
