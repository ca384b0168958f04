import type { WebSocket } from 'ws';
import { saysUnknown } from '@/server/bridge-client/answer-reading';
import { fullJitterMs } from '@/server/bridge-client/backoff';
import type { BridgeError } from '@/server/bridge-client/bridge-error';
import type { BridgeReader } from '@/server/bridge-client/bridge-reader';
import type { BridgeTransport } from '@/server/bridge-client/bridge-transport';
import type { Clock } from '@/server/bridge-client/clock';
import {
  ackOf,
  readFrame,
  type CallFields,
  type CallListEntry,
  type EventMessage,
  type RosterEntry,
} from '@/server/bridge-client/events/event-messages';
import { openEvents } from '@/server/bridge-client/events/events-connection';
import { Subscriptions } from '@/server/bridge-client/events/subscriptions';

/** `unsupported`: the bridge is too old to have events, or they are closed off; it is asked again now and then. */
export type EventsState = 'connecting' | 'active' | 'waiting' | 'unsupported' | 'stopped';

export interface EventsListener {
  /** The state became another. With `active` everything there is will be delivered anew. */
  onState(state: EventsState): void;
  /** Any frame: the bridge is alive. */
  onWord(): void;
  onCalls(entries: readonly CallListEntry[]): void;
  onCallInfo(call: string, fields: CallFields): void;
  onRoster(call: string, entries: readonly RosterEntry[]): void;
  /** Every subscription is active for the first time: from here on, whatever happens is told. */
  onSettled(): void;
  /** The bridge ended the subscriptions of a call that it had not taken back: ask whether the call is still there. */
  onDeactivated(call: string): void;
}

export interface EventsOptions {
  readonly transport: BridgeTransport;
  readonly reader: BridgeReader;
  readonly listener: EventsListener;
  readonly clock: Clock;
  readonly random?: () => number;
  readonly onTrouble?: (reason: string) => void;
}

const backoff = { firstMs: 500, mostMs: 15_000 };
const askAgainMs = 5 * 60_000;
/** At most one request for the whole set in so long: a busy bridge must not be subscribed anew for each call. */
const subscribeEveryMs = 50;
const acknowledgeWithinMs = 20;
/** Fewer than a bridge lets stand before it falls silent. Source: docs/cms-wire.md section 11.5. */
const mostUnacknowledged = 16;
const pingEveryMs = 15_000;
const activeWithinMs = 10_000;
/** A connection that lived so long counts as a success: the next failure is the first. */
const provenAfterMs = 10_000;

/** Everything that belongs to one connection and goes with it. */
interface Session {
  readonly webSocket: WebSocket;
  readonly subscriptions: Subscriptions;
  readonly openedAt: number;
  readonly activeIndexes: Set<number>;
  settled: boolean;
  nextMessageId: number;
  subscribedAt: number;
  cancelSubscribe: (() => void) | null;
  /** Messages that were taken in and are not acknowledged yet. */
  toAcknowledge: number[];
  cancelWatch: () => void;
  heardSincePing: boolean;
}

/**
 * Keeps one events connection to a bridge: token, WebSocket, subscriptions to the list of calls and to each call's facts
 * and roster, an acknowledgement for every message, reconnecting with backoff.
 */
export class EventsClient {
  #state: EventsState = 'stopped';
  #session: Session | null = null;
  #failures = 0;
  #garbage = 0;
  #generation = 0;
  #cancelRetry: (() => void) | null = null;
  readonly #options: EventsOptions;

  constructor(options: EventsOptions) {
    this.#options = options;
  }

  get state(): EventsState {
    return this.#state;
  }

  /** Frames that could not be understood so far; each ended its connection. */
  get garbageCount(): number {
    return this.#garbage;
  }

  start(): void {
    if (this.#state === 'stopped') void this.#connect();
  }

  stop(): void {
    this.#generation += 1;
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    this.#dropSession();
    this.#become('stopped');
  }

  /** Subscribes to a call that is known from elsewhere to be there. */
  follow(call: string): void {
    const session = this.#session;
    if (session?.subscriptions.add(call)) this.#subscribeSoon(session);
  }

  async #connect(): Promise<void> {
    const generation = ++this.#generation;
    this.#become('connecting');
    const token = await this.#options.reader.authToken();
    if (generation !== this.#generation) return;
    if (!token.ok) return this.#failed(token.error);
    const opened = await openEvents(this.#options.transport, token.value);
    if (generation !== this.#generation) {
      if (opened.ok) opened.value.terminate();
      return;
    }
    if (!opened.ok) return this.#failed(opened.error);
    this.#begin(opened.value);
  }

  #failed(error: BridgeError): void {
    if (saysUnknown(error) || error.status === 501) {
      this.#become('unsupported');
      this.#retryAfter(askAgainMs);
      return;
    }
    this.#options.onTrouble?.(error.detail);
    this.#wait();
  }

  #wait(): void {
    this.#failures += 1;
    this.#become('waiting');
    this.#retryAfter(fullJitterMs(this.#failures, backoff, (this.#options.random ?? Math.random)()));
  }

  #retryAfter(delayMs: number): void {
    this.#cancelRetry = this.#options.clock.after(delayMs, () => void this.#connect());
  }

  #begin(webSocket: WebSocket): void {
    const { clock } = this.#options;
    const session: Session = {
      webSocket,
      subscriptions: new Subscriptions(),
      openedAt: clock.now(),
      activeIndexes: new Set(),
      settled: false,
      nextMessageId: 1,
      subscribedAt: -Infinity,
      cancelSubscribe: null,
      toAcknowledge: [],
      cancelWatch: clock.after(activeWithinMs, () => this.#lost(session, 'the subscription is not confirmed')),
      heardSincePing: true,
    };
    this.#session = session;
    webSocket.on('message', (data, isBinary) => this.#receive(session, isBinary ? null : String(data)));
    webSocket.on('pong', () => (session.heardSincePing = true));
    webSocket.on('error', (error) => this.#lost(session, error.message));
    webSocket.on('close', () => this.#lost(session, 'the bridge closed the connection'));
    webSocket.resume();
    this.#subscribeSoon(session);
  }

  #lost(session: Session, reason: string): void {
    if (session !== this.#session) return;
    this.#options.onTrouble?.(reason);
    if (this.#options.clock.now() - session.openedAt >= provenAfterMs) this.#failures = 0;
    this.#dropSession();
    this.#wait();
  }

  #dropSession(): void {
    const session = this.#session;
    this.#session = null;
    if (!session) return;
    session.cancelSubscribe?.();
    session.cancelWatch();
    session.webSocket.terminate();
  }

  #receive(session: Session, data: string | null): void {
    if (session !== this.#session) return;
    session.heardSincePing = true;
    this.#options.listener.onWord();
    const frame = data === null ? { frame: 'garbage' as const, reason: 'binary' } : readFrame(data);
    switch (frame.frame) {
      case 'garbage':
        this.#garbage += 1;
        return this.#lost(session, `a message cannot be understood (${frame.reason})`);
      case 'ack':
        return frame.success ? undefined : this.#lost(session, 'the subscription is refused');
      case 'unknown-message':
        return this.#acknowledgeSoon(session, frame.messageId);
      case 'message':
        this.#acknowledgeSoon(session, frame.message.messageId);
        return this.#deliver(session, frame.message);
    }
  }

  /** Acknowledgements of what comes in a burst leave together: a write for each would cost more than taking the message in. */
  #acknowledgeSoon(session: Session, messageId: number): void {
    session.toAcknowledge.push(messageId);
    if (session.toAcknowledge.length === 1) this.#options.clock.after(acknowledgeWithinMs, () => this.#acknowledge(session));
    if (session.toAcknowledge.length === mostUnacknowledged) this.#acknowledge(session);
  }

  #acknowledge(session: Session): void {
    const messageIds = session.toAcknowledge.splice(0);
    if (session === this.#session) for (const messageId of messageIds) this.#send(session, ackOf(messageId));
  }

  #deliver(session: Session, message: EventMessage): void {
    const { listener } = this.#options;
    if (message.type === 'subscriptionUpdate') return this.#subscriptionsBecame(session, message.subscriptions);
    const subscribed = session.subscriptions.at(message.subscriptionIndex);
    if (!subscribed) return;
    if (message.type === 'callListUpdate') {
      this.#followCalls(session, message.updates);
      return listener.onCalls(message.updates);
    }
    if (subscribed.type === 'calls') return;
    if (message.type === 'callInfoUpdate') return listener.onCallInfo(subscribed.call, message.callInfo);
    return listener.onRoster(subscribed.call, message.updates);
  }

  #followCalls(session: Session, entries: readonly CallListEntry[]): void {
    let changed = false;
    for (const { call, updateType } of entries) {
      changed = (updateType === 'remove' ? session.subscriptions.remove(call) : session.subscriptions.add(call)) || changed;
    }
    if (changed) this.#subscribeSoon(session);
  }

  #subscriptionsBecame(session: Session, states: readonly { index: number; state: string }[]): void {
    const ended = new Set<string>();
    for (const { index, state } of states) {
      const subscribed = session.subscriptions.at(index);
      if (state === 'active') session.activeIndexes.add(index);
      if (subscribed?.type === 'calls' && state === 'active') this.#active(session);
      if (subscribed && subscribed.type !== 'calls' && state === 'deactivated') ended.add(subscribed.call);
    }
    for (const call of ended) {
      session.subscriptions.remove(call);
      this.#options.listener.onDeactivated(call);
    }
    if (!session.settled && !session.cancelSubscribe && session.subscriptions.allIn(session.activeIndexes)) {
      session.settled = true;
      this.#options.listener.onSettled();
    }
  }

  #active(session: Session): void {
    if (this.#state === 'active') return;
    session.cancelWatch();
    this.#watch(session);
    this.#become('active');
  }

  /** A connection that is dead without a word (a cable pulled) shows itself by unanswered pings. */
  #watch(session: Session): void {
    session.heardSincePing = false;
    session.webSocket.ping();
    session.cancelWatch = this.#options.clock.after(pingEveryMs, () => {
      if (session.heardSincePing) this.#watch(session);
      else this.#lost(session, 'the bridge does not answer pings');
    });
  }

  #subscribeSoon(session: Session): void {
    if (session.cancelSubscribe) return;
    const send = () => {
      session.cancelSubscribe = null;
      session.subscribedAt = this.#options.clock.now();
      this.#send(session, session.subscriptions.request(session.nextMessageId++));
    };
    const waitMs = session.subscribedAt + subscribeEveryMs - this.#options.clock.now();
    if (waitMs <= 0) send();
    else session.cancelSubscribe = this.#options.clock.after(waitMs, send);
  }

  #send(session: Session, data: string): void {
    session.webSocket.send(data, (error) => {
      if (error) this.#lost(session, error.message);
    });
  }

  #become(state: EventsState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.listener.onState(state);
  }
}
