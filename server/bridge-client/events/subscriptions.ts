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

/** How many that came before it a subscription still has heard; a bridge that never begins the new ones is not waited for. */
const mostBefore = 4;
/** More than any bridge has at once: the list of calls of one that says otherwise is not followed beyond. */
const mostCalls = 10_000;

export type Subscribed = { readonly type: 'calls' } | { readonly type: 'callInfo' | 'callRoster'; readonly call: string };

interface Entry {
  readonly subscribed: Subscribed;
  /** As it stands in the request: a request for hundreds of calls is put together often. */
  readonly text: string;
  /** It took the place of one before it, and its first message, which has everything, is still to come. */
  isRecount: boolean;
  /** Those whose place it took, newest first: until its first message comes, the bridge may still tell by them what happens. */
  before: readonly number[];
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
 * never used twice, so that a late message cannot be taken for another call's. One that starts over has the index before it heard
 * until then: what the bridge says on the way is told once, and nobody who leaves meanwhile is missed.
 * Source: docs/cms-wire.md, sections 4 and 11.5.
 */
export class Subscriptions {
  #nextIndex = 1;
  #list = 0;
  readonly #byIndex = new Map<number, Entry>();
  /** Those that were replaced and are heard yet. */
  readonly #replaced = new Map<number, Subscribed>();
  /** The one that has stood longest comes first. */
  readonly #byCall = new Map<string, Place>();

  constructor() {
    this.#list = this.#put({ type: 'calls' }, null);
  }

  /** How many calls are subscribed. */
  get size(): number {
    return this.#byCall.size;
  }

  /** @returns whether the set became another */
  add(call: string, nowMs: number): boolean {
    if (this.#byCall.has(call) || this.#byCall.size >= mostCalls) return false;
    this.#subscribe(call, nowMs, null);
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
      const place = this.#byCall.get(call);
      this.#byCall.delete(call);
      this.#subscribe(call, nowMs, place ?? null);
    }
    return due;
  }

  /** Has the list of calls start over. */
  renewList(): void {
    this.#list = this.#put({ type: 'calls' }, this.#list);
  }

  /** What a message with this index is about; null for one that is no longer subscribed. */
  at(index: number): Subscribed | null {
    return this.current(index) ?? this.#replaced.get(index) ?? null;
  }

  /** The same of those that the latest request carries: what a bridge does with the ones before says nothing. */
  current(index: number): Subscribed | null {
    return this.#byIndex.get(index)?.subscribed ?? null;
  }

  /** Whether the message that just came with this index is the first of one that started over. */
  takeRecount(index: number): boolean {
    const entry = this.#byIndex.get(index);
    if (!entry?.isRecount) return false;
    entry.isRecount = false;
    this.#forget(entry);
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

  #subscribe(call: string, sinceMs: number, before: Place | null): void {
    const info = this.#put({ type: 'callInfo', call }, before?.info ?? null);
    const roster = this.#put({ type: 'callRoster', call }, before?.roster ?? null);
    this.#byCall.set(call, { info, roster, sinceMs });
  }

  /** @param replaces whose place it takes; null for one of something that was not subscribed */
  #put(subscribed: Subscribed, replaces: number | null): number {
    const index = this.#nextIndex++;
    const elements = subscribed.type === 'callRoster' ? rosterElements : callElements;
    const before = replaces === null ? [] : this.#replace(replaces);
    this.#byIndex.set(index, { subscribed, text: JSON.stringify({ index, ...subscribed, elements }), isRecount: replaces !== null, before });
    return index;
  }

  /** Takes one out of the set, and has it heard yet. @returns all that its successor has heard */
  #replace(index: number): number[] {
    const entry = this.#byIndex.get(index);
    if (!entry) return [];
    this.#byIndex.delete(index);
    this.#replaced.set(index, entry.subscribed);
    const before = [index, ...entry.before];
    for (const tooOld of before.slice(mostBefore)) this.#replaced.delete(tooOld);
    return before.slice(0, mostBefore);
  }

  #drop(call: string): void {
    const place = this.#byCall.get(call);
    for (const index of place ? [place.info, place.roster] : []) {
      const entry = this.#byIndex.get(index);
      if (entry) this.#forget(entry);
      this.#byIndex.delete(index);
    }
  }

  #forget(entry: Entry): void {
    for (const index of entry.before) this.#replaced.delete(index);
    entry.before = [];
  }
}
