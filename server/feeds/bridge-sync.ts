import { saysUnknown } from '@/server/bridge-client/answer-reading';
import type { Answer } from '@/server/bridge-client/bridge-error';
import type { ListedCallBridge } from '@/server/bridge-client/bridge-objects';
import type { BridgeReader } from '@/server/bridge-client/bridge-reader';
import type { Clock } from '@/server/bridge-client/clock';
import type { CallFields, CallListEntry, RosterEntry } from '@/server/bridge-client/events/event-messages';
import type { LegWord } from '@/server/feeds/cdr/leg-words';
import { FactBook, type Missing } from '@/server/feeds/fact-book';
import { PacedReads } from '@/server/feeds/paced-reads';
import { readMeetingRules } from '@/server/feeds/read-meeting-rules';
import type { Fact, MeetingRules } from '@/server/inventory/facts';

/** Half of what may be in flight to a bridge: lists and deeds must not stand in line behind single reads. */
const singleReadsAtATime = 2;
/** A newcomer is read once the news of the arrival has come in, and not at all if they have gone again by then. */
const readNewcomersAfterMs = 50;
/** For how long the configuration of a space is taken to be as it was read. */
const rulesKeptMs = 5_000;

export interface SyncPorts {
  readonly reader: BridgeReader;
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
  readonly #callReads: PacedReads;
  readonly #peopleReads: PacedReads;
  readonly #ports: SyncPorts;
  readonly #newcomers = new Set<string>();
  readonly #rules = new Map<string | null, { readAtMs: number; rules: Promise<MeetingRules | null> }>();

  constructor(ports: SyncPorts) {
    this.#ports = ports;
    this.#callReads = new PacedReads((id) => this.#readCall(id), 1, ports.onFault);
    this.#peopleReads = new PacedReads((id) => this.#readParticipant(id), singleReadsAtATime, ports.onFault);
  }

  setBridge(version: string | null, peers: readonly ListedCallBridge[]): void {
    this.#book.setBridge(version, peers);
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
    this.#ports.absorb(this.#book.listed(calls.value, participants.value, since));
    const settled = await this.#settleMissing(missing);
    this.#lineUp();
    return settled;
  }

  callEntries(entries: readonly CallListEntry[]): void {
    this.#ports.absorb(this.#book.callEntries(entries));
    for (const { call, updateType } of entries) if (updateType === 'add') this.#callReads.add(call);
  }

  callInfo(call: string, fields: CallFields): void {
    this.#ports.absorb(this.#book.callFields(call, fields, false));
  }

  roster(call: string, entries: readonly RosterEntry[]): void {
    this.#ports.absorb(this.#book.roster(call, entries, this.#ports.clock.now()));
    for (const { participant } of entries) if (this.#book.lacksDetails(participant)) this.#readSoon(participant);
    // Who comes may let in those who wait; no event tells.
    if (entries.some(({ updateType, state }) => updateType !== 'update' || state)) this.#readWaiting(call);
  }

  #readWaiting(call: string): void {
    for (const participant of this.#book.waitingIn(call)) this.#readSoon(participant);
  }

  /**
   * Reads of a call what no event tells: its rules, and who waits or may be put back to the lobby. Settles once that has been
   * read, or the bridge is away.
   */
  async readAfresh(call: string): Promise<void> {
    const people = this.#book.recheck(call).map((id) => this.#peopleReads.urgently(id));
    await Promise.all([this.#callReads.urgently(call), ...people]);
  }

  /** What a call detail record says of somebody. */
  legTold(word: LegWord): void {
    const { facts, readDue } = this.#book.legTold(word);
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
    const here = [...this.#newcomers].filter((participant) => this.#book.isReadDue(participant));
    this.#newcomers.clear();
    for (const participant of here) this.#peopleReads.add(participant);
  }

  async #settleMissing(missing: Missing): Promise<Answer<null>> {
    for (const call of missing.calls) {
      if ((await this.isCallThere(call)) === null) break;
    }
    for (const id of missing.participants) {
      // Those of a call that is gone went with it.
      if (this.#book.callOf(id) === null) continue;
      const answer = await this.#ports.reader.participant(id);
      if (answer.ok) this.#ports.absorb(this.#book.participantRead(answer.value));
      else if (!saysUnknown(answer.error)) return answer;
      else this.#ports.absorb(this.#book.participantGone(id, null));
    }
    return { ok: true, value: null };
  }

  #lineUp(): void {
    for (const id of this.#book.callsToRead()) this.#callReads.add(id);
    for (const id of this.#book.participantsToRead()) this.#peopleReads.add(id);
  }

  async #readCall(id: string): Promise<void> {
    const answer = await this.#ports.reader.call(id);
    if (answer.ok && this.#book.hasCall(id)) {
      this.#ports.absorb(this.#book.callRead(answer.value, this.#ports.clock.now()));
      const rules = await this.#rulesOf(answer.value.coSpace);
      if (rules) this.#ports.absorb(this.#book.rulesRead(id, rules));
    }
  }

  #rulesOf(coSpace: string | null): Promise<MeetingRules | null> {
    const now = this.#ports.clock.now();
    const known = this.#rules.get(coSpace);
    if (known && now - known.readAtMs < rulesKeptMs) return known.rules;
    for (const [space, { readAtMs }] of this.#rules) if (now - readAtMs >= rulesKeptMs) this.#rules.delete(space);
    const rules = readMeetingRules(this.#ports.reader, coSpace);
    this.#rules.set(coSpace, { readAtMs: now, rules });
    return rules;
  }

  /** Home from the participant, kind and lobby from a call leg: events tell none of them. */
  async #readParticipant(id: string): Promise<void> {
    if (!this.#book.isReadDue(id)) return;
    if (!this.#book.isHomedHere(id) && this.#ports.knowsHomeOf(id)) return;
    const participant = await this.#ports.reader.participant(id);
    if (!participant.ok) {
      const goneUnheard = saysUnknown(participant.error) && !this.#book.isToldByEvents(id);
      if (goneUnheard) this.#ports.absorb(this.#book.participantGone(id, null));
      return;
    }
    this.#ports.absorb(this.#book.participantRead(participant.value));
    if (!this.#book.isHomedHere(id)) return;
    const told = this.#book.sparesLegRead(id, this.#ports.clock.now());
    if (told) return this.#ports.absorb(told);
    const legs = await this.#ports.reader.callLegsOf(id);
    const first = legs.ok ? legs.value[0] : undefined;
    // One who is only being called has no leg yet; the next event or list asks again.
    if (first === undefined) return;
    const leg = await this.#ports.reader.callLeg(first);
    if (!leg.ok) return;
    const { isActivator } = participant.value;
    this.#ports.absorb(this.#book.callLegRead(id, leg.value, isActivator, this.#ports.clock.now()));
  }
}
