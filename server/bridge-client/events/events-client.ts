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
import { openEvents, type EventsConnection } from '@/server/bridge-client/events/events-connection';
import { Subscriptions } from '@/server/bridge-client/events/subscriptions';
import { Patience } from '@/server/bridge-client/patience';
import { mostTextChars } from '@/server/bridge-client/xml';

/** `unsupported`: the bridge is too old to have events, or they are closed off; it is asked again now and then. */
export type EventsState = 'connecting' | 'active' | 'waiting' | 'unsupported' | 'stopped';

/** `recount`: everything there is, of something that had been told before. */
export type Delivery = 'change' | 'recount';

export interface EventsListener {
  /** The state became another. With `active` everything there is will be delivered anew. */
  onState(state: EventsState): void;
  /** Any frame: the bridge is alive. */
  onWord(): void;
  onCalls(entries: readonly CallListEntry[], how: Delivery): void;
  onCallInfo(call: string, fields: CallFields, how: Delivery): void;
  onRoster(call: string, entries: readonly RosterEntry[], how: Delivery): void;
  /** Every subscription is active for the first time: from here on, whatever happens is told. */
  onSettled(): void;
  /** The bridge ended the subscriptions of a call that it had not taken back: ask whether the call is still there. */
  onDeactivated(call: string): void;
  /** Messages were lost on the way, by their numbers. Everything is being told anew. */
  onGap(): void;
  /** A message was not taken in; why, in words. */
  onRefused(reason: string): void;
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
const askAgainMs = 60_000;
/**
 * At most one request for the whole set in so long: a busy bridge must not be subscribed anew for each call. The more calls there
 * are, the longer the request, and the longer the wait.
 */
const subscribeEveryMs = 50;
const subscribeEveryMsPerCall = 0.5;
/** Where messages get lost, everything is asked for anew, at most once in so long. */
const recountEveryMs = 1_000;
const acknowledgeWithinMs = 20;
/** Fewer than a bridge lets stand before it falls silent. Source: docs/cms-wire.md section 11.5. */
const mostUnacknowledged = 16;
const pingEveryMs = 15_000;
const activeWithinMs = 10_000;
/** A connection that lived so long counts as a success: the next failure is the first. */
const provenAfterMs = 10_000;

/** Everything that belongs to one connection and goes with it. */
interface Session extends EventsConnection {
  readonly subscriptions: Subscriptions;
  readonly openedAt: number;
  readonly activeIndexes: Set<number>;
  settled: boolean;
  nextMessageId: number;
  /** The number of the bridge's last message. It counts them from 1 on. */
  heardMessageId: number;
  subscribedAt: number;
  cancelSubscribe: (() => void) | null;
  recountedAt: number;
  cancelRecount: (() => void) | null;
  /** Messages that were taken in and are not acknowledged yet. */
  toAcknowledge: number[];
  /** How long a word is waited for. */
  watch: Patience;
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
  #generation = 0;
  #cancelRetry: (() => void) | null = null;
  readonly #options: EventsOptions;

  constructor(options: EventsOptions) {
    this.#options = options;
  }

  get state(): EventsState {
    return this.#state;
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
    if (session?.subscriptions.add(call, this.#options.clock.now())) this.#subscribeSoon(session);
  }

  /**
   * Has the bridge tell anew, in full, of calls that it told of in full before then: at most so many, those first of which that is
   * longest ago.
   * @returns which
   */
  recount(beforeMs: number, most: number): string[] {
    const session = this.#session;
    if (!session || this.#state !== 'active') return [];
    const calls = session.subscriptions.renew(beforeMs, most, this.#options.clock.now());
    if (calls.length > 0) this.#subscribeSoon(session);
    return calls;
  }

  /** Has the bridge tell anew which calls there are. @returns whether it was asked */
  recountList(): boolean {
    const session = this.#session;
    if (!session || this.#state !== 'active') return false;
    session.subscriptions.renewList();
    this.#subscribeSoon(session);
    return true;
  }

  async #connect(): Promise<void> {
    const generation = ++this.#generation;
    this.#become('connecting');
    const token = await this.#options.reader.authToken();
    if (generation !== this.#generation) return;
    if (!token.ok) return this.#failed(token.error);
    const opened = await openEvents(this.#options.transport, token.value);
    if (generation !== this.#generation) {
      if (opened.ok) opened.value.webSocket.terminate();
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

  #begin({ webSocket, socket }: EventsConnection): void {
    const { clock } = this.#options;
    const session: Session = {
      webSocket,
      socket,
      subscriptions: new Subscriptions(),
      openedAt: clock.now(),
      activeIndexes: new Set(),
      settled: false,
      nextMessageId: 1,
      heardMessageId: 0,
      subscribedAt: -Infinity,
      cancelSubscribe: null,
      recountedAt: -Infinity,
      cancelRecount: null,
      toAcknowledge: [],
      watch: new Patience(clock, activeWithinMs),
      heardSincePing: true,
    };
    session.watch.whenOver(() => this.#lost(session, 'the subscription is not confirmed'));
    this.#session = session;
    webSocket.on('message', (data, isBinary) => this.#receive(session, isBinary ? null : String(data)));
    webSocket.on('pong', () => (session.heardSincePing = true));
    webSocket.on('error', (error) => this.#broken(session, error));
    webSocket.on('close', () => this.#lost(session, 'the bridge closed the connection'));
    webSocket.resume();
    this.#subscribeSoon(session);
  }

  #broken(session: Session, error: Error & { readonly code?: string }): void {
    if (session !== this.#session) return;
    if (error.code?.startsWith('WS_ERR_')) this.#options.listener.onRefused(`An event was no message, or too long (${error.message}).`);
    this.#lost(session, error.message);
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
    session.cancelRecount?.();
    session.watch.end();
    session.webSocket.terminate();
  }

  #receive(session: Session, data: string | null): void {
    if (session !== this.#session) return;
    session.heardSincePing = true;
    this.#options.listener.onWord();
    const frame = data === null ? { frame: 'garbage' as const, reason: 'binary' } : readFrame(data);
    switch (frame.frame) {
      case 'garbage':
        this.#options.listener.onRefused(`An event could not be understood (${frame.reason}).`);
        return this.#lost(session, `a message cannot be understood (${frame.reason})`);
      case 'ack':
        return frame.success ? undefined : this.#lost(session, 'the subscription is refused');
      case 'unknown-message':
        this.#acknowledgeSoon(session, frame.messageId);
        return void this.#isNext(session, frame.messageId);
      case 'message':
        this.#acknowledgeSoon(session, frame.message.messageId);
        if (frame.cut > 0) this.#options.listener.onRefused(`An event has texts of more than ${mostTextChars} characters; they were cut.`);
        if (this.#isNext(session, frame.message.messageId)) this.#deliver(session, frame.message);
    }
  }

  /**
   * Whether a message is news. One that was heard, or comes after a later one, is none: what it says may be out of date. Numbers
   * that were skipped mean that something is not known, so everything is asked for anew. Source: docs/cms-wire.md, section 4.
   */
  #isNext(session: Session, messageId: number): boolean {
    const { listener } = this.#options;
    const expected = session.heardMessageId + 1;
    if (messageId < expected) {
      listener.onRefused('An event came twice, or too late.');
      return false;
    }
    session.heardMessageId = messageId;
    if (messageId > expected) this.#recountSoon(session);
    return true;
  }

  #recountSoon(session: Session): void {
    if (session.cancelRecount) return;
    const { clock, listener } = this.#options;
    const send = () => {
      session.cancelRecount = null;
      session.recountedAt = clock.now();
      session.subscriptions.renewList();
      session.subscriptions.renew(Infinity, Infinity, clock.now());
      this.#subscribeSoon(session);
      listener.onGap();
    };
    session.cancelRecount = clock.after(Math.max(0, session.recountedAt + recountEveryMs - clock.now()), send);
  }

  /** Acknowledgements of what comes in a burst leave together: a write for each would cost more than taking the message in. */
  #acknowledgeSoon(session: Session, messageId: number): void {
    session.toAcknowledge.push(messageId);
    if (session.toAcknowledge.length === 1) this.#options.clock.after(acknowledgeWithinMs, () => this.#acknowledge(session));
    if (session.toAcknowledge.length === mostUnacknowledged) this.#acknowledge(session);
  }

  #acknowledge(session: Session): void {
    const messageIds = session.toAcknowledge.splice(0);
    if (session !== this.#session) return;
    session.socket.cork();
    for (const messageId of messageIds) this.#send(session, ackOf(messageId));
    session.socket.uncork();
  }

  #deliver(session: Session, message: EventMessage): void {
    const { listener } = this.#options;
    if (message.type === 'subscriptionUpdate') return this.#subscriptionsBecame(session, message.subscriptions);
    const subscribed = session.subscriptions.at(message.subscriptionIndex);
    if (!subscribed) return;
    const how = session.subscriptions.takeRecount(message.subscriptionIndex) ? 'recount' : 'change';
    if (message.type === 'callListUpdate') {
      this.#followCalls(session, message.updates);
      return listener.onCalls(message.updates, how);
    }
    if (subscribed.type === 'calls') return;
    if (message.type === 'callInfoUpdate') return listener.onCallInfo(subscribed.call, message.callInfo, how);
    return listener.onRoster(subscribed.call, message.updates, how);
  }

  #followCalls(session: Session, entries: readonly CallListEntry[]): void {
    const { subscriptions } = session;
    const nowMs = this.#options.clock.now();
    let changed = false;
    for (const { call, updateType } of entries) {
      changed = (updateType === 'remove' ? subscriptions.remove(call) : subscriptions.add(call, nowMs)) || changed;
    }
    if (changed) this.#subscribeSoon(session);
  }

  #subscriptionsBecame(session: Session, states: readonly { index: number; state: string }[]): void {
    const ended = new Set<string>();
    for (const { index, state } of states) {
      const subscribed = session.subscriptions.current(index);
      if (subscribed && state === 'active' && !session.settled) session.activeIndexes.add(index);
      if (subscribed?.type === 'calls' && state === 'active') this.#active(session);
      if (subscribed && subscribed.type !== 'calls' && state === 'deactivated') ended.add(subscribed.call);
    }
    for (const call of ended) {
      session.subscriptions.remove(call);
      this.#options.listener.onDeactivated(call);
    }
    if (!session.settled && !session.cancelSubscribe && session.subscriptions.allIn(session.activeIndexes)) {
      session.settled = true;
      session.activeIndexes.clear();
      this.#options.listener.onSettled();
    }
  }

  #active(session: Session): void {
    if (this.#state === 'active') return;
    session.watch.end();
    this.#watch(session);
    this.#become('active');
  }

  /** A connection that is dead without a word (a cable pulled) shows itself by unanswered pings. */
  #watch(session: Session): void {
    session.heardSincePing = false;
    session.webSocket.ping();
    session.watch = new Patience(this.#options.clock, pingEveryMs);
    session.watch.whenOver(() => {
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
    const everyMs = subscribeEveryMs + subscribeEveryMsPerCall * session.subscriptions.size;
    const waitMs = session.subscribedAt + everyMs - this.#options.clock.now();
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
