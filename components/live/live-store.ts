import { applyChange, emptyPicture, type Picture } from '@/lib/meeting/apply-change';
import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { Change, SequencedChange } from '@/lib/meeting/change';
import type { FirstPicture } from '@/lib/meeting/first-picture';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import type { Presence } from '@/lib/meeting/presence';
import type { Notice } from '@/lib/move/notice';
import type { Order } from '@/lib/move/order';
import type { Problem } from '@/lib/problem/problem';
import { ByName } from '@/components/live/by-name';
import { Carriers } from '@/components/live/carriers';
import { NoticeLists } from '@/components/live/notice-lists';
import { isBefore, parseSequence, type Sequence } from '@/components/live/sequence';
import { Topics } from '@/components/live/topics';

/** `stale`: the stream has been silent for so long that what is shown may no longer hold. */
export type StreamState = 'loading' | 'live' | 'reconnecting' | 'stale';

export interface StreamStatus {
  readonly state: StreamState;
  /** Since when, in milliseconds since 1970 by this computer's clock. */
  readonly since: number;
}

const nothing = new Map<string, never>();
const changesKept = 5_000;
const ordersKept = 500;

/** Names of what can be listened to. */
export const topic = {
  meetings: 'meetings',
  meeting: (id: string) => `meeting:${id}`,
  members: (meeting: string) => `members:${meeting}`,
  participant: (id: string) => `participant:${id}`,
  carrier: (participant: string) => `carrier:${participant}`,
  callBridges: 'call-bridges',
  orders: 'orders',
  notices: 'notices',
  status: 'status',
} as const;

/**
 * What is live now, as this browser knows it: snapshots, continued by the change stream. Members are held for those
 * meetings only that somebody looks at. A snapshot may be older or newer than the stream; the changes of the last
 * moments are kept, and those that came after the snapshot are applied to it again.
 */
export class LiveStore {
  readonly picture: Picture = emptyPicture();
  readonly #topics: Topics;
  readonly #held = new Set<string>();
  readonly #problems = new Map<string, Problem>();
  readonly #members = new Map<string, ByName<Participant>>();
  readonly #meetings = new ByName(() => (this.#isWhole ? this.picture.meetings : nothing));
  readonly #notices = new NoticeLists(() => this.picture.notices.values());
  readonly #callBridges = new ByName(() => (this.#isWhole ? this.picture.callBridges : nothing));
  /** Whether all meetings and bridges are known, rather than those of the first picture. */
  #isWhole = false;
  #changes: { at: Sequence; change: Change }[] = [];
  #orders: readonly Order[] | null = null;
  readonly #carriers = new Carriers();
  #status: StreamStatus;

  constructor(options: { schedule: (tell: () => void) => void; now: number }) {
    this.#topics = new Topics(options.schedule);
    this.#status = { state: 'loading', since: options.now };
  }

  subscribe(name: string, listener: () => void): () => void {
    return this.#topics.subscribe(name, listener);
  }

  get status(): StreamStatus {
    return this.#status;
  }

  setStatus(status: StreamStatus): void {
    if (status.state === this.#status.state) return;
    this.#status = status;
    this.#topics.mark(topic.status);
  }

  /** All live meetings by name; the same array until one changes. */
  meetings(): readonly Meeting[] {
    return this.#meetings.list;
  }

  /** Orders, newest first; the same array until one changes. */
  orders(): readonly Order[] {
    return (this.#orders ??= [...this.picture.orders.values()].sort(newestFirst));
  }

  /** Open notices, those who wait longest first; the same array until one changes. */
  notices(): readonly Notice[] {
    return this.#notices.all;
  }

  /** Those of people who were in this meeting; the same array until one of them changes. */
  noticesFrom(meeting: string): readonly Notice[] {
    return this.#notices.from(meeting);
  }

  /** Call bridges by name; the same array until one changes. */
  callBridges(): readonly CallBridge[] {
    return this.#callBridges.list;
  }

  /** Who carries this person on another screen; null while nobody does. */
  carrierOf(participant: string): Presence['by'] | null {
    return this.#carriers.of(participant);
  }

  /** Nothing is known any more of whom others carry: the stream that told it has ended, or starts over. */
  forgetCarriers(): void {
    this.#markCarried(this.#carriers.clear());
  }

  #markCarried(people: readonly string[]): void {
    for (const person of people) this.#topics.mark(topic.carrier(person));
  }

  /** Whether the members of a meeting are known here, rather than just not loaded. */
  holds(meeting: string): boolean {
    return this.#held.has(meeting);
  }

  /** People in a meeting by name; the same array until one of them changes. */
  members(meeting: string): readonly Participant[] {
    return this.#membersOf(meeting).list;
  }

  #membersOf(meeting: string): ByName<Participant> {
    let members = this.#members.get(meeting);
    if (!members) {
      const ids = () => this.picture.participantsByMeeting.get(meeting) ?? [];
      this.#members.set(meeting, (members = new ByName(() => this.picture.participants, ids)));
    }
    return members;
  }

  /** Why a meeting's people could not be read; null where nothing went wrong. */
  problem(meeting: string): Problem | null {
    return this.#problems.get(meeting) ?? null;
  }

  setProblem(meeting: string, problem: Problem): void {
    this.#problems.set(meeting, problem);
    this.#topics.mark(topic.members(meeting));
  }

  /**
   * What the server drew on the page, until the snapshots come: single meetings, bridges and people are there, lists of all of
   * them are not. The people stand as the server put them, so that the browser draws the same. Without effect once anything
   * else is known. Nobody is told, so that it may be called while a page is drawn.
   */
  begin({ columns, callBridges }: FirstPicture): void {
    if (this.#isWhole || this.#held.size > 0) return;
    for (const bridge of callBridges) this.picture.callBridges.set(bridge.id, bridge);
    for (const { meeting, people } of columns) {
      this.#held.add(meeting.id);
      applyChange(this.picture, { event: 'meeting', data: meeting });
      for (const data of people) applyChange(this.picture, { event: 'participant', data });
      this.#membersOf(meeting.id).begin(people);
    }
  }

  /** The meetings whose members are known here. */
  get held(): readonly string[] {
    return [...this.#held];
  }

  /** One change of the stream. `reset` is for whoever reads the stream: the picture stays until new snapshots come. */
  apply({ id, ...change }: SequencedChange): void {
    if (change.event === 'reset') {
      this.#changes = [];
      this.forgetCarriers();
      return;
    }
    if (change.event === 'presence') return this.#markCarried(this.#carriers.take(change.data));
    const at = parseSequence(id);
    if (at) this.#remember(at, change);
    this.#take(change);
  }

  putMeetings(meetings: readonly Meeting[], sequence: string): void {
    this.#becomeWhole();
    const live = new Set(meetings.map(({ id }) => id));
    const gone = [...this.picture.meetings.keys()].filter((id) => !live.has(id));
    for (const id of gone) this.#take({ event: 'meeting-ended', data: { id } });
    for (const data of meetings) this.#take({ event: 'meeting', data });
    this.#replay(sequence);
  }

  putCallBridges(callBridges: readonly CallBridge[], sequence: string): void {
    this.#becomeWhole();
    const known = new Set(callBridges.map(({ id }) => id));
    const gone = [...this.picture.callBridges.keys()].filter((id) => !known.has(id));
    for (const id of gone) this.#take({ event: 'call-bridge-removed', data: { id } });
    for (const data of callBridges) this.#take({ event: 'call-bridge', data });
    this.#replay(sequence);
  }

  putOrders(orders: readonly Order[], sequence: string): void {
    for (const data of orders) this.#take({ event: 'move', data });
    this.#replay(sequence);
  }

  putNotices(notices: readonly Notice[], sequence: string): void {
    const open = new Set(notices.map(({ id }) => id));
    for (const known of [...this.picture.notices.values()]) if (!open.has(known.id)) this.#take({ event: 'notice', data: { ...known, state: 'expired' } });
    for (const data of notices) this.#take({ event: 'notice', data });
    this.#replay(sequence);
  }

  /**
   * Everybody in one meeting; from now on its changes are followed.
   * @returns false if the changes since the snapshot are no longer at hand: read it again.
   */
  putMembers(meeting: string, members: readonly Participant[], sequence: string): boolean {
    if (!this.#reachesBack(sequence)) return false;
    this.#held.add(meeting);
    this.#problems.delete(meeting);
    const present = new Set(members.map(({ id }) => id));
    const gone = [...(this.picture.participantsByMeeting.get(meeting) ?? [])].filter((id) => !present.has(id));
    for (const id of gone) this.#take({ event: 'participant-left', data: { id, meeting, reason: null } });
    for (const data of members) this.#take({ event: 'participant', data });
    this.#markMembers(meeting, { reorder: true });
    this.#replay(sequence);
    return true;
  }

  /** Nobody looks at the meeting's people any more. */
  release(meeting: string): void {
    this.#problems.delete(meeting);
    if (!this.#held.delete(meeting)) return;
    for (const id of this.picture.participantsByMeeting.get(meeting) ?? []) this.picture.participants.delete(id);
    this.picture.participantsByMeeting.delete(meeting);
    this.#members.delete(meeting);
    this.#topics.mark(topic.members(meeting));
  }

  #becomeWhole(): void {
    if (this.#isWhole) return;
    this.#isWhole = true;
    for (const list of [this.#meetings, this.#callBridges]) list.changed({ reorder: true });
  }

  #take(change: Change): void {
    if (change.event === 'participant') {
      const before = this.picture.participants.get(change.data.id);
      if (!this.#held.has(change.data.meeting)) {
        // Gone to where nobody looks.
        if (before) this.#take({ event: 'participant-left', data: { id: before.id, meeting: before.meeting, reason: null } });
        return;
      }
      if (before && before.meeting !== change.data.meeting) this.#markMembers(before.meeting, { reorder: true });
      this.#markMembers(change.data.meeting, { reorder: before?.name !== change.data.name });
    }
    if (change.event === 'meeting' || change.event === 'call-bridge') this.#markRenamed(change);
    applyChange(this.picture, change);
    this.#markFor(change);
  }

  #markFor(change: Change): void {
    switch (change.event) {
      case 'meeting':
      case 'meeting-ended':
        this.#meetings.changed({ reorder: change.event === 'meeting-ended' });
        this.#topics.mark(topic.meetings);
        this.#topics.mark(topic.meeting(change.data.id));
        if (change.event === 'meeting-ended') this.#markMembers(change.data.id, { reorder: true });
        return;
      case 'participant-left':
        this.#markMembers(change.data.meeting, { reorder: true });
        this.#topics.mark(topic.participant(change.data.id));
        return;
      case 'participant':
        this.#topics.mark(topic.participant(change.data.id));
        return;
      case 'call-bridge':
      case 'call-bridge-removed':
        this.#callBridges.changed({ reorder: change.event === 'call-bridge-removed' });
        this.#topics.mark(topic.callBridges);
        return;
      case 'move':
        this.#forgetOldOrders();
        this.#orders = null;
        this.#topics.mark(topic.orders);
        return;
      case 'notice':
        this.#notices.changed();
        this.#topics.mark(topic.notices);
    }
  }

  #markMembers(meeting: string, { reorder }: { reorder: boolean }): void {
    this.#members.get(meeting)?.changed({ reorder });
    this.#topics.mark(topic.members(meeting));
  }

  /** What is new, or has another name, stands elsewhere; before the change is made. */
  #markRenamed({ event, data }: Extract<Change, { event: 'meeting' | 'call-bridge' }>): void {
    const [list, all] = event === 'meeting' ? [this.#meetings, this.picture.meetings] : [this.#callBridges, this.picture.callBridges];
    if (all.get(data.id)?.name !== data.name) list.changed({ reorder: true });
  }

  #forgetOldOrders(): void {
    if (this.picture.orders.size <= ordersKept * 2) return;
    const old = [...this.picture.orders.values()].sort(newestFirst).slice(ordersKept);
    for (const order of old) if (order.state === 'settled') this.picture.orders.delete(order.id);
  }

  #remember(at: Sequence, change: Change): void {
    this.#changes.push({ at, change });
    if (this.#changes.length > changesKept * 2) this.#changes = this.#changes.slice(-changesKept);
  }

  #reachesBack(sequence: string): boolean {
    const from = parseSequence(sequence);
    const oldest = this.#changes.length < changesKept ? null : this.#changes[0];
    return !from || !oldest || isBefore(oldest.at, from) !== false || oldest.at.seq === from.seq + 1;
  }

  #replay(sequence: string): void {
    const from = parseSequence(sequence);
    if (!from) return;
    for (const { at, change } of this.#changes) if (isBefore(from, at)) this.#take(change);
  }
}

function newestFirst(a: Order, b: Order): number {
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}
