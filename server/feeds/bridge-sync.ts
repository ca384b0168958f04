import { saysUnknown } from '@/server/bridge-client/answer-reading';
import type { Answer } from '@/server/bridge-client/bridge-error';
import type { CallLegDetails, ListedCallBridge } from '@/server/bridge-client/bridge-objects';
import type { BridgeReader } from '@/server/bridge-client/bridge-reader';
import type { Clock } from '@/server/bridge-client/clock';
import type { CallFields, CallListEntry, RosterEntry } from '@/server/bridge-client/events/event-messages';
import type { Delivery } from '@/server/bridge-client/events/events-client';
import type { LegWord } from '@/server/feeds/cdr/leg-words';
import { DueReads } from '@/server/feeds/due-reads';
import { FactBook } from '@/server/feeds/fact-book';
import { FactIntake } from '@/server/feeds/fact-intake';
import { LegRounds } from '@/server/feeds/leg-rounds';
import type { Missing } from '@/server/feeds/missing';
import { PacedReads } from '@/server/feeds/paced-reads';
import { readMeetingRules } from '@/server/feeds/read-meeting-rules';
import { RollCall } from '@/server/feeds/roll-call';
import type { Fact, MeetingRules } from '@/server/inventory/facts';

/** As many as details may be in flight to a bridge. */
const singleReadsAtATime = 3;
/** A newcomer is read once the news of the arrival has come in, and not at all if they have gone again by then. */
const readNewcomersAfterMs = 50;
/** For how long the configuration of a space is taken to be as it was read. */
const rulesKeptMs = 5_000;

export interface SyncPorts {
  readonly reader: BridgeReader;
  /** For what is read by the hundred. */
  readonly detailReader: BridgeReader;
  readonly clock: Clock;
  absorb(facts: Iterable<Fact>): void;
  /** Whether another bridge has already said that the participant is homed on it. */
  knowsHomeOf(participant: string): boolean;
  /** Told when something threw that never should. */
  onFault(error: unknown): void;
}

/** Keeps what is known of one bridge's calls and people equal to what the bridge has, by lists, single reads and events. */
export class BridgeSync {
  readonly #book = new FactBook();
  readonly #intake = new FactIntake(this.#book);
  readonly #due = new DueReads(this.#book);
  readonly #callReads: PacedReads;
  readonly #peopleReads: PacedReads;
  readonly #ports: SyncPorts;
  readonly #newcomers = new Set<string>();
  /** Whose read came to nothing; they are read again with the next beat. */
  readonly #unread = new Set<string>();
  readonly #unreadCalls = new Set<string>();
  /** Of whom a read was due to see what has become of the others in their call. */
  readonly #scouts = new Set<string>();
  readonly #rollCall: RollCall;
  readonly #legs: LegRounds;
  readonly #rules = new Map<string | null, { readAtMs: number; rules: Promise<MeetingRules | null> }>();

  constructor(ports: SyncPorts) {
    this.#ports = ports;
    this.#callReads = new PacedReads((id) => this.#readCall(id), 1, ports.onFault);
    this.#peopleReads = new PacedReads((id) => this.#readParticipant(id), singleReadsAtATime, ports.onFault);
    this.#rollCall = new RollCall(this.#book);
    this.#legs = new LegRounds(this.#book);
  }

  /** Calls and people that were found to be others than the events had told. */
  get healed(): number {
    return this.#intake.healed;
  }

  /** Calls and people that were not taken in, since no bridge has so many. */
  get refused(): number {
    return this.#book.refused;
  }

  setBridge(version: string | null, peers: readonly ListedCallBridge[]): void {
    this.#intake.setBridge(version, peers);
    this.#lineUp();
  }

  calls(): string[] {
    return this.#book.calls();
  }

  /** Whether a call or participant is known to be there. */
  knows(id: string): boolean {
    return this.#book.hasCall(id) || this.#book.hasParticipant(id);
  }

  /** Whether all single reads that were due have been made. */
  get isIdle(): boolean {
    return this.#callReads.isIdle && this.#peopleReads.isIdle && this.#newcomers.size === 0;
  }

  /**
   * Reads the lists and brings the rest into line with them. What they lack is asked for by itself before it is taken as
   * gone, since paging over a changing list can skip somebody. Single reads go on after the answer.
   */
  async readLists(): Promise<Answer<null>> {
    const { reader } = this.#ports;
    const since = this.#book.tick;
    const calls = await reader.calls();
    if (!calls.ok) return calls;
    const participants = await reader.participants();
    if (!participants.ok) return participants;

    const missing = this.#book.missing(calls.value, participants.value, since);
    this.#ports.absorb(this.#intake.listed(calls.value, participants.value, since));
    const settled = await this.#settleMissing(missing);
    this.#lineUp();
    return settled;
  }

  /**
   * After the lists: reads of everybody of whom only the lists told, and of those of these people who are here but do not take part as
   * far as is known. Settles once that has been read, or the bridge is away. @returns whether all of it could be read
   */
  async readBack(participants: ReadonlySet<string>): Promise<boolean> {
    for (const id of participants) this.#due.doubtAbsence(id);
    const due = this.#book.homedHere().filter((id) => this.#due.lacksDetails(id));
    await Promise.all(due.map((id) => this.#peopleReads.urgently(id)));
    return due.every((id) => !this.#book.isHomedHere(id) || !this.#unread.has(id));
  }

  callEntries(entries: readonly CallListEntry[], how: Delivery): void {
    this.#ports.absorb(this.#intake.callEntries(entries, how));
    for (const { call, updateType } of entries) {
      if (updateType !== 'add') continue;
      this.#rollCall.isHere(call);
      if (this.#due.lacksCallDetails(call)) this.#callReads.add(call);
    }
  }

  callInfo(call: string, fields: CallFields, how: Delivery): void {
    this.#ports.absorb(this.#intake.callFields(call, fields, false, how));
    // A lock that opens lets in those who wait; no event tells.
    if (how === 'change' && fields.lockState !== undefined) this.#readWaiting(call);
  }

  roster(call: string, entries: readonly RosterEntry[], how: Delivery): void {
    this.#ports.absorb(this.#intake.roster(call, entries, this.#ports.clock.now(), how));
    let someoneCame = false;
    let someoneLeft = false;
    for (const { participant, updateType, state } of entries) {
      if (updateType === 'add') this.#rollCall.isHere(participant);
      if (updateType === 'remove') someoneLeft = true;
      else if (this.#due.lacksDetails(participant)) this.#readSoon(participant);
      if (updateType === 'add' ? how === 'change' : state) someoneCame = true;
    }
    if (someoneCame || someoneLeft) this.#readWaiting(call);
    if (someoneLeft) this.#sendScout(call);
  }

  /** Who comes may let in those who wait; no event tells. */
  #readWaiting(call: string): void {
    for (const participant of this.#book.waitingIn(call)) this.#readSoon(participant);
  }

  /** Who goes may have been the last activator, and those who need one be put back to the lobby; no event tells. */
  #sendScout(call: string): void {
    const scout = this.#due.mayBePutBack(call);
    if (scout === null) return;
    this.#scouts.add(scout);
    this.#readSoon(scout);
  }

  /** The bridge was asked to tell anew, in full, who is in these calls, and of the list of calls as well. */
  recounting(calls: readonly string[], list: boolean): void {
    this.#rollCall.begin(calls, list);
  }

  /**
   * What a beat has to check while events flow: whom the last recount did not name, reads that came to nothing, and a few legs,
   * of which no event tells.
   */
  async check(): Promise<Answer<null>> {
    const settled = await this.#settleMissing(this.#rollCall.end());
    for (const id of this.#unreadCalls) this.#callReads.add(id);
    this.#unreadCalls.clear();
    for (const id of this.#unread) this.#peopleReads.add(id);
    this.#unread.clear();
    for (const { participant, leg: id } of this.#legs.next()) {
      const leg = id === null ? null : await this.#ports.detailReader.callLeg(id);
      if (leg?.ok) this.#legWasRead(participant, leg.value, null);
      else if (leg && !saysUnknown(leg.error)) return leg;
      else this.#lookAgain(participant);
    }
    return settled;
  }

  #lookAgain(participant: string): void {
    this.#due.doubt(participant);
    this.#peopleReads.add(participant);
  }

  /**
   * Reads of a call what no event tells: its rules, and who waits or may be put back to the lobby. Settles once that has been
   * read, or the bridge is away.
   */
  async readAfresh(call: string): Promise<void> {
    const people = this.#due.recheck(call).map((id) => this.#peopleReads.urgently(id));
    await Promise.all([this.#callReads.urgently(call), ...people]);
  }

  /** Reads of a call, and of the people in it, what was never read. Settles like {@link readAfresh}. */
  async readMissing(call: string): Promise<void> {
    const people = this.#due.unread(call).map((id) => this.#peopleReads.urgently(id));
    const isCallDue = this.#due.lacksCallDetails(call) || this.#due.lacksRules(call);
    await Promise.all([isCallDue ? this.#callReads.urgently(call) : null, ...people]);
  }

  /** What a call detail record says of somebody. */
  legTold(word: LegWord): void {
    const { facts, readDue } = this.#intake.legTold(word);
    this.#ports.absorb(facts);
    if (readDue) this.#readSoon(word.participant);
  }

  /** The events have fallen silent: lists and single reads count for everything again. */
  eventsLost(): void {
    this.#book.eventsLost();
  }

  /** @returns whether the bridge still has the call; null if it does not answer */
  async isCallThere(call: string): Promise<boolean | null> {
    const answer = await this.#ports.reader.call(call);
    if (answer.ok) return true;
    if (!saysUnknown(answer.error)) return null;
    this.#ports.absorb(this.#book.callGone(call, null));
    return false;
  }

  /** The bridge is away: what stands in line will be asked for anew. */
  pause(): void {
    this.#newcomers.clear();
    this.#unread.clear();
    this.#unreadCalls.clear();
    this.#scouts.clear();
    this.#rollCall.forget();
    this.#callReads.clear();
    this.#peopleReads.clear();
    this.#book.eventsLost();
  }

  close(): void {
    this.#newcomers.clear();
    this.#callReads.close();
    this.#peopleReads.close();
  }

  #readSoon(participant: string): void {
    this.#newcomers.add(participant);
    if (this.#newcomers.size === 1) this.#ports.clock.after(readNewcomersAfterMs, () => this.#readNewcomers());
  }

  #readNewcomers(): void {
    const here = [...this.#newcomers].filter((participant) => this.#due.isDue(participant));
    this.#newcomers.clear();
    for (const participant of here) this.#peopleReads.add(participant);
  }

  async #settleMissing(missing: Missing): Promise<Answer<null>> {
    const { reader, absorb } = this.#ports;
    for (const call of missing.calls) {
      const answer = await reader.call(call);
      if (answer.ok) continue;
      if (!saysUnknown(answer.error)) return answer;
      absorb(this.#intake.foundGone(call));
    }
    for (const id of missing.participants) {
      // Those of a call that is gone went with it.
      if (this.#book.callOf(id) === null) continue;
      const answer = await reader.participant(id);
      if (answer.ok) absorb(this.#intake.participantRead(answer.value));
      else if (!saysUnknown(answer.error)) return answer;
      else absorb(this.#intake.foundGone(id));
    }
    return { ok: true, value: null };
  }

  #lineUp(): void {
    for (const id of this.#due.calls()) this.#callReads.add(id);
    for (const id of this.#due.participants()) this.#peopleReads.add(id);
  }

  async #readCall(id: string): Promise<void> {
    const answer = await this.#ports.detailReader.call(id);
    if (!answer.ok && this.#book.hasCall(id)) this.#unreadCalls.add(id);
    if (answer.ok && this.#book.hasCall(id)) {
      this.#ports.absorb(this.#intake.callRead(answer.value, this.#ports.clock.now()));
      const rules = await this.#rulesOf(answer.value.coSpace);
      if (rules) this.#ports.absorb(this.#intake.rulesRead(id, rules));
    }
  }

  #rulesOf(coSpace: string | null): Promise<MeetingRules | null> {
    const now = this.#ports.clock.now();
    const known = this.#rules.get(coSpace);
    if (known && now - known.readAtMs < rulesKeptMs) return known.rules;
    for (const [space, { readAtMs }] of this.#rules) if (now - readAtMs >= rulesKeptMs) this.#rules.delete(space);
    const rules = readMeetingRules(this.#ports.detailReader, coSpace);
    this.#rules.set(coSpace, { readAtMs: now, rules });
    return rules;
  }

  /** Home from the participant, kind and lobby from a call leg: events tell none of them. */
  async #readParticipant(id: string): Promise<void> {
    if (!this.#due.isDue(id)) return;
    if (!this.#book.isHomedHere(id) && this.#ports.knowsHomeOf(id)) return;
    this.#unread.add(id);
    const { detailReader, absorb, clock } = this.#ports;
    const participant = await detailReader.participant(id);
    if (!participant.ok) {
      const goneUnheard = saysUnknown(participant.error) && !this.#book.isToldByEvents(id);
      if (goneUnheard) absorb(this.#book.participantGone(id, null));
      return;
    }
    absorb(this.#intake.participantRead(participant.value));
    if (!this.#book.isHomedHere(id)) return void this.#unread.delete(id);
    const told = this.#intake.sparesLegRead(id, clock.now());
    if (told) {
      this.#unread.delete(id);
      return absorb(told);
    }
    const leg = await this.#readLeg(id);
    if (!leg) return;
    this.#unread.delete(id);
    this.#legWasRead(id, leg, participant.value.isActivator);
  }

  /** A leg that was read before is asked for by its id, and looked up again only if it is gone. Null where nothing could be read. */
  async #readLeg(participant: string): Promise<CallLegDetails | null> {
    const { detailReader } = this.#ports;
    const known = this.#legs.of(participant);
    const again = known === null ? null : await detailReader.callLeg(known);
    if (again?.ok) return again.value;
    if (again && !saysUnknown(again.error)) return null;
    const legs = await detailReader.callLegsOf(participant);
    // One who is only being called has no leg yet.
    const first = legs.ok ? legs.value[0] : undefined;
    const leg = first === undefined ? null : await detailReader.callLeg(first);
    if (first === undefined || !leg?.ok) return null;
    this.#legs.note(participant, first);
    return leg.value;
  }

  /** If a scout finds itself in the lobby, or out of it, all others of the call are due. */
  #legWasRead(id: string, leg: CallLegDetails, isActivator: boolean | null): void {
    const wasWaiting = this.#book.isWaiting(id);
    this.#ports.absorb(this.#intake.callLegRead(id, leg, isActivator, this.#ports.clock.now()));
    const isScout = this.#scouts.delete(id) || isActivator === null;
    const call = this.#book.callOf(id);
    if (!isScout || call === null || this.#book.isWaiting(id) === wasWaiting) return;
    for (const other of this.#due.recheck(call)) this.#peopleReads.add(other);
  }
}
