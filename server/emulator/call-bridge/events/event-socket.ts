import type { WebSocket } from 'ws';
import { z } from 'zod';
import { parseFrame } from '../socket-frame';
import type { ElementValues } from './elements';
import { Subscription, subscriptionSchema, wholeCall } from './subscription';
import type { SubscriptionUpdate, WantedSubscription } from './subscription';

/** What a socket needs to know of the world. */
export interface EventSource {
  callExists(call: string): boolean;
  calls(): Iterable<string>;
  /** Participants that the roster of a call shows, wherever they are homed. */
  roster(call: string): Iterable<string>;
  /** Present values; null if it is gone. */
  read(type: WantedSubscription['type'], call: string, key: string): ElementValues | null;
  /** The socket follows other calls than before. */
  subscribed(socket: EventSocket, before: readonly Subscription[], after: readonly Subscription[]): void;
  closed(socket: EventSocket, subscriptions: readonly Subscription[]): void;
}

const frameSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('messageAck'), messageAck: z.object({ messageId: z.number() }) }),
  z.object({
    type: z.literal('message'),
    message: z.looseObject({ messageId: z.number(), type: z.string(), subscriptions: z.unknown() }),
  }),
]);

const subscriptionsSchema = z.array(subscriptionSchema).max(20_000);

/** Messages that may be on their way without an ack; then the flow stops until the client acknowledges. */
const unacknowledgedAtMost = 64;
const updatesInOneMessage = 200;
/** A client that asks on and on without ever acknowledging is let go. */
const waitingAtMost = 1_000;
/** Beyond this much unsent data the client does not read, and is cut off. The largest first messages of a full bridge fit. */
const backlogBytesAtMost = 8 * 1024 * 1024;

type Outgoing = { type: string } & Record<string, unknown>;

/** One client of the events WebSocket. Source: `docs/cms-wire.md`, sections 4 and 11.5. */
export class EventSocket {
  readonly #socket: WebSocket;
  readonly #source: EventSource;
  readonly #unacknowledged = new Set<number>();
  readonly #waiting: Outgoing[] = [];
  #subscriptions: Subscription[] = [];
  #lastMessage = 0;

  constructor(socket: WebSocket, source: EventSource) {
    this.#socket = socket;
    this.#source = source;
    socket.on('message', (data, isBinary) => {
      // Once it has been told that it is let go, what a client says is of no concern.
      if (socket.readyState === socket.OPEN) this.#read(isBinary ? null : parseFrame(data));
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => source.closed(this, this.#subscriptions));
  }

  /** A call that subscriptions of this socket are about has ended. */
  callEnded(call: string): void {
    const ended = this.#subscriptions.filter((subscription) => subscription.call === call && subscription.wanted.type !== 'calls');
    if (ended.length === 0) return;
    this.#subscriptions = this.#subscriptions.filter((subscription) => !ended.includes(subscription));
    this.#queue(stateMessage(ended.map(({ wanted }) => ({ index: wanted.index, state: 'deactivated' }))));
  }

  /** Sends what has become stale, as far as the client's acks allow. */
  flush(): void {
    while (this.#unacknowledged.size < unacknowledgedAtMost) {
      const message = this.#waiting.shift() ?? this.#nextUpdate();
      if (!message) return;
      this.#send(message);
    }
  }

  terminate(): void {
    this.#socket.terminate();
  }

  #nextUpdate(): Outgoing | null {
    for (const subscription of this.#subscriptions) {
      if (!subscription.isStale) continue;
      const { type } = subscription.wanted;
      const updates = subscription.take(updatesInOneMessage, (key) => this.#source.read(type, subscription.call, key));
      if (updates.length > 0) return updateMessage(subscription, updates);
    }
    return null;
  }

  #read(frame: Record<string, unknown> | null): void {
    const parsed = frameSchema.safeParse(frame);
    if (!parsed.success) return this.#socket.close(1007, 'not an events frame');
    if (parsed.data.type === 'messageAck') {
      this.#unacknowledged.delete(parsed.data.messageAck.messageId);
      return this.flush();
    }
    const { messageId, type, subscriptions } = parsed.data.message;
    const wanted = subscriptionsSchema.safeParse(subscriptions);
    const understood = type === 'subscribeRequest' && wanted.success && hasDistinctIndexes(wanted.data);
    this.#acknowledge(messageId, understood ? 'success' : 'error');
    if (understood) this.#subscribe(wanted.data);
  }

  #subscribe(wanted: WantedSubscription[]): void {
    const before = new Map(this.#subscriptions.map((subscription) => [subscription.wanted.index, subscription]));
    const next = new Map<number, Subscription>();
    const fresh = new Set<Subscription>();
    for (const one of wanted) {
      if (one.type !== 'calls' && !this.#source.callExists(one.call ?? '')) continue;
      const known = before.get(one.index);
      const subscription = known?.sameAs(one) ? known : new Subscription(one);
      if (subscription !== known) fresh.add(subscription);
      next.set(one.index, subscription);
    }
    this.#source.subscribed(this, this.#subscriptions, [...next.values()]);
    this.#subscriptions = [...next.values()];
    for (const stateOfFresh of fresh.size > 0 ? ['pending', 'active'] : ['active']) {
      this.#queue(
        stateMessage(
          wanted.map(({ index }) => {
            const subscription = next.get(index);
            if (!subscription) return { index, state: 'deactivated' };
            return { index, state: fresh.has(subscription) ? stateOfFresh : 'active' };
          }),
        ),
      );
    }
    for (const subscription of fresh) for (const key of this.#keysOf(subscription)) subscription.look(key);
    this.flush();
  }

  #keysOf({ wanted, call }: Subscription): Iterable<string> {
    if (wanted.type === 'calls') return this.#source.calls();
    return wanted.type === 'callRoster' ? this.#source.roster(call) : [wholeCall];
  }

  #queue(message: Outgoing): void {
    this.#waiting.push(message);
    if (this.#waiting.length > waitingAtMost) this.#socket.close(1008, 'messages are not acknowledged');
  }

  #acknowledge(messageId: number, status: 'success' | 'error'): void {
    this.#write({ type: 'messageAck', messageAck: { messageId, status } });
  }

  #send(message: Outgoing): void {
    const messageId = (this.#lastMessage += 1);
    this.#unacknowledged.add(messageId);
    this.#write({ type: 'message', message: { messageId, ...message } });
  }

  #write(frame: Record<string, unknown>): void {
    this.#socket.send(JSON.stringify(frame));
    if (this.#socket.bufferedAmount > backlogBytesAtMost) this.#socket.terminate();
  }
}

function hasDistinctIndexes(wanted: readonly WantedSubscription[]): boolean {
  return new Set(wanted.map(({ index }) => index)).size === wanted.length;
}

function stateMessage(subscriptions: { index: number; state: string }[]): Outgoing {
  return { type: 'subscriptionUpdate', subscriptions };
}

function updateMessage({ wanted }: Subscription, updates: readonly SubscriptionUpdate[]): Outgoing {
  if (wanted.type === 'callInfo') {
    const callInfo = Object.assign({}, ...updates.map(({ values }) => values)) as ElementValues;
    return { type: 'callInfoUpdate', subscriptionIndex: wanted.index, callInfo };
  }
  const name = wanted.type === 'calls' ? 'call' : 'participant';
  return {
    type: wanted.type === 'calls' ? 'callListUpdate' : 'rosterUpdate',
    subscriptionIndex: wanted.index,
    updates: updates.map(({ key, updateType, values }) => ({ [name]: key, updateType, ...values })),
  };
}
