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

export type Subscribed = { type: 'calls' } | { type: 'callInfo' | 'callRoster'; call: string };

/**
 * Which subscription has which index on one connection. A request carries the whole set and replaces the one before;
 * whoever keeps its index keeps its subscription. An index is never used twice, so that a late message cannot be taken
 * for another call's. Source: docs/cms-wire.md, section 4.
 */
export class Subscriptions {
  #nextIndex = 2;
  readonly #byIndex = new Map<number, Subscribed>([[1, { type: 'calls' }]]);
  readonly #byCall = new Map<string, readonly [info: number, roster: number]>();

  /** Whether the set became another. */
  add(call: string): boolean {
    if (this.#byCall.has(call)) return false;
    const indexes = [this.#nextIndex++, this.#nextIndex++] as const;
    this.#byCall.set(call, indexes);
    this.#byIndex.set(indexes[0], { type: 'callInfo', call });
    this.#byIndex.set(indexes[1], { type: 'callRoster', call });
    return true;
  }

  /** Whether the set became another. */
  remove(call: string): boolean {
    const indexes = this.#byCall.get(call);
    for (const index of indexes ?? []) this.#byIndex.delete(index);
    return this.#byCall.delete(call);
  }

  /** What a message with this index is about; null for one that is no longer subscribed. */
  at(index: number): Subscribed | null {
    return this.#byIndex.get(index) ?? null;
  }

  /** Whether every one of the set is among these. */
  allIn(indexes: ReadonlySet<number>): boolean {
    return [...this.#byIndex.keys()].every((index) => indexes.has(index));
  }

  /** The request for the whole set. */
  request(messageId: number): string {
    const subscriptions = [...this.#byIndex].map(([index, subscribed]) => ({
      index,
      ...subscribed,
      elements: subscribed.type === 'callRoster' ? rosterElements : callElements,
    }));
    return JSON.stringify({ type: 'message', message: { messageId, type: 'subscribeRequest', subscriptions } });
  }
}
