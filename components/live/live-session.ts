import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { Change, SequencedChange } from '@/lib/meeting/change';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import { mostCarried, renewEveryMs } from '@/lib/meeting/carrying';
import type { Lift } from '@/lib/meeting/presence';
import { mostTopics, peopleTopic } from '@/lib/meeting/topics';
import type { Wish } from '@/lib/meeting/wish';
import type { Notice } from '@/lib/move/notice';
import type { Order } from '@/lib/move/order';
import type { Problem } from '@/lib/problem/problem';
import type { LiveStore } from '@/components/live/live-store';
import { isBefore, parseSequence } from '@/components/live/sequence';

interface Snapshot<T> {
  readonly items: readonly T[];
  readonly sequence: string;
}

/** The reads that a picture begins with. Each may throw; `problemOf` puts what was thrown into words. */
export interface LiveReads {
  meetings(): Promise<Snapshot<Meeting>>;
  callBridges(): Promise<Snapshot<CallBridge>>;
  orders(): Promise<Snapshot<Order>>;
  notices(): Promise<Snapshot<Notice>>;
  members(meeting: string): Promise<Snapshot<Participant>>;
  problemOf(thrown: unknown): Problem;
}

export interface StreamHandlers {
  opened(): void;
  /** `null` for a frame that is no change. */
  changed(change: SequencedChange | null): void;
  /** The server has heard a wish, and tells what is wanted from the place `id` on. */
  heard(wish: number, id: string): void;
  /** Called once, whatever ended it. */
  closed(reason: 'session-ended' | 'lost'): void;
}

export interface Stream {
  /** Says what is wanted from now on. */
  want(wish: Wish): void;
  /** Says whom the operator carries. */
  carry(lift: Lift): void;
  /** Closes it; `closed` is not called then. */
  close(): void;
}

/** Opens the change stream of these topics after `from`. */
export type OpenStream = (from: string, topics: readonly string[], handlers: StreamHandlers) => Stream;

export interface LiveClock {
  now(): number;
  /** Calls `run` after `ms`; returns the way to call it off. */
  after(ms: number, run: () => void): () => void;
  /** From 0 to 1. */
  random(): number;
}

interface Options {
  store: LiveStore;
  reads: LiveReads;
  openStream: OpenStream;
  clock: LiveClock;
  onSessionEnded(): void;
}

/** What every page shows: who is in a meeting is asked for while somebody looks at it. */
const listTopics = ['meetings', 'call-bridges', 'orders', 'presence'];
const staleAfterMs = 15_000;
const longestWaitMs = 10_000;
/** Whoever takes somebody up only to let go again is not shown to others. */
const carryAfterMs = 200;

/**
 * Keeps a {@link LiveStore} true: snapshots first, then the change stream from the oldest of them; takes a broken stream up
 * where it was, starts over where the server says so, and says honestly when what is shown may be out of date.
 */
export class LiveSession {
  readonly #options: Options;
  readonly #holders = new Map<string, number>();
  #stream: Stream | null = null;
  /** What was asked for and not heard yet, with the place that each goes back to. */
  #unheard: { wish: number; from: string }[] = [];
  #wishes = 0;
  #callOff: (() => void)[] = [];
  #from: string | null = null;
  #attempt = 0;
  #stopped = false;
  #carried: string[] = [];
  #callOffCarrying: () => void = () => undefined;
  #reading = false;

  constructor(options: Options) {
    this.#options = options;
  }

  start(): void {
    void this.#startOver();
  }

  stop(): void {
    this.#stopped = true;
    this.#stream?.close();
    this.#callOffCarrying();
    for (const callOff of this.#callOff) callOff();
  }

  /** Keeps a meeting's people up to date until the returned function is called. */
  hold(meeting: string): () => void {
    const holders = this.#holders.get(meeting) ?? 0;
    this.#holders.set(meeting, holders + 1);
    if (holders === 0 && this.#from !== null) void this.#readMembers(meeting);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const left = (this.#holders.get(meeting) ?? 1) - 1;
      if (left > 0) {
        this.#holders.set(meeting, left);
        return;
      }
      this.#holders.delete(meeting);
      this.#options.store.release(meeting);
      this.#want(null);
    };
  }

  /** Shows to others whom the operator of this screen carries, as long as it lasts; nobody once they were let go. */
  carry(people: readonly string[]): void {
    const wasSaid = this.#carried.length > 0;
    this.#callOffCarrying();
    this.#carried = [];
    if (wasSaid) this.#stream?.carry({ lift: [] });
    if (people.length === 0) return;
    this.#callOffCarrying = this.#options.clock.after(carryAfterMs, () => {
      this.#carried = people.slice(0, mostCarried);
      this.#sayCarried();
    });
  }

  #sayCarried(): void {
    this.#stream?.carry({ lift: this.#carried });
    this.#callOffCarrying = this.#options.clock.after(renewEveryMs, () => this.#sayCarried());
  }

  async #startOver(): Promise<void> {
    if (this.#reading || this.#stopped) return;
    this.#reading = true;
    const { store, reads } = this.#options;
    try {
      const [meetings, callBridges, orders, notices] = await Promise.all([reads.meetings(), reads.callBridges(), reads.orders(), reads.notices()]);
      if (this.#stopped) return;
      store.putMeetings(meetings.items, meetings.sequence);
      store.putCallBridges(callBridges.items, callBridges.sequence);
      store.putOrders(orders.items, orders.sequence);
      store.putNotices(notices.items, notices.sequence);
      this.#from = earliest([meetings.sequence, callBridges.sequence, orders.sequence, notices.sequence]);
      if (this.#stream) this.#isLive();
      else this.#connect();
      // What the server has drawn, and nobody looks at, is not followed.
      for (const meeting of store.held) if (!this.#holders.has(meeting)) store.release(meeting);
      for (const meeting of this.#holders.keys()) void this.#readMembers(meeting);
    } catch (thrown) {
      if (reads.problemOf(thrown).code !== 'unauthenticated') this.#retry(() => void this.#startOver());
    } finally {
      this.#reading = false;
    }
  }

  async #readMembers(meeting: string): Promise<void> {
    const { store, reads } = this.#options;
    try {
      const { items, sequence } = await reads.members(meeting);
      if (this.#stopped || !this.#holders.has(meeting)) return;
      if (!store.putMembers(meeting, items, sequence)) return await this.#readMembers(meeting);
      // What is on its way may be older than what was just read, and has to be followed by what came in between.
      this.#want(earliest([sequence, ...this.#heardUpTo()]));
    } catch (thrown) {
      if (this.#stopped || !this.#holders.has(meeting)) return;
      const problem = reads.problemOf(thrown);
      store.setProblem(meeting, problem);
      if (problem.code === 'unavailable') this.#after(this.#wait(3), () => void this.#readMembers(meeting));
    }
  }

  #connect(): void {
    if (this.#stopped || this.#from === null) return;
    let wasOpen = false;
    const from = earliest([this.#from, ...this.#heardUpTo()]);
    this.#from = from;
    this.#unheard = [];
    this.#stream = this.#options.openStream(from, listTopics, {
      opened: () => {
        wasOpen = true;
        if (this.#holders.size > 0) this.#want(from);
        if (this.#carried.length > 0) this.#stream?.carry({ lift: this.#carried });
        this.#isLive();
      },
      changed: (change) => this.#changed(change),
      heard: (wish, id) => {
        this.#from = id;
        this.#unheard = this.#unheard.filter((one) => one.wish > wish);
      },
      closed: (reason) => {
        this.#stream = null;
        this.#options.store.forgetCarriers();
        if (reason === 'session-ended') this.#options.onSessionEnded();
        // A stream that never opened says no more than that; the reads tell a server that is gone from a session that has ended.
        else this.#retry(() => (wasOpen ? this.#connect() : void this.#startOver()));
      },
    });
  }

  #changed(change: (Change & { id: string }) | null): void {
    if (change === null) {
      // A frame that cannot be read may have been any change: only reading anew tells.
      this.#stream?.close();
      this.#stream = null;
      this.#options.store.forgetCarriers();
      this.#retry(() => void this.#startOver());
      return;
    }
    this.#from = change.id;
    this.#options.store.apply(change);
    if (change.event === 'reset') void this.#startOver();
  }

  /** The places up to which everything that is looked at has come: the earliest of them counts. */
  #heardUpTo(): string[] {
    return [...(this.#from === null ? [] : [this.#from]), ...this.#unheard.map(({ from }) => from)];
  }

  /** Says whose people are looked at. @param from where those begin who were not wanted before */
  #want(from: string | null): void {
    if (!this.#stream) return;
    const held = [...this.#holders.keys()].filter((meeting) => this.#options.store.holds(meeting)).slice(0, mostTopics - listTopics.length);
    this.#wishes += 1;
    if (from !== null) this.#unheard.push({ wish: this.#wishes, from });
    this.#stream.want({ wish: this.#wishes, topics: [...listTopics, ...held.map(peopleTopic)], ...(from !== null && { from }) });
  }

  #isLive(): void {
    this.#attempt = 0;
    this.#options.store.setStatus({ state: 'live', since: this.#options.clock.now() });
  }

  #retry(run: () => void): void {
    const { store, clock } = this.#options;
    if (this.#stopped) return;
    if (store.status.state === 'live') {
      store.setStatus({ state: 'reconnecting', since: clock.now() });
      this.#after(staleAfterMs, () => {
        const { state, since } = store.status;
        if (state === 'reconnecting') store.setStatus({ state: 'stale', since });
      });
    }
    this.#attempt += 1;
    this.#after(this.#wait(this.#attempt), run);
  }

  /** Full jitter, so that a hundred consoles do not come back at the same moment. In milliseconds. */
  #wait(attempt: number): number {
    return 100 + this.#options.clock.random() * Math.min(longestWaitMs, 400 * 2 ** Math.min(attempt, 10));
  }

  #after(ms: number, run: () => void): void {
    const callOff = this.#options.clock.after(ms, () => {
      this.#callOff = this.#callOff.filter((other) => other !== callOff);
      run();
    });
    this.#callOff.push(callOff);
  }
}

/** The oldest of some places; where they are of different epochs, the first, which the server then answers with a reset. */
function earliest(sequences: readonly [string, ...string[]]): string {
  return sequences.reduce((oldest, next) => {
    const [a, b] = [parseSequence(next), parseSequence(oldest)];
    return a && b && isBefore(a, b) ? next : oldest;
  });
}
