import type { CallFields, CallListEntry, RosterEntry } from '@/server/bridge-client/events/event-messages';
import type { Delivery } from '@/server/bridge-client/events/events-client';
import type {
  CallDetails,
  CallLegDetails,
  ListedCall,
  ListedCallBridge,
  ListedParticipant,
  ParticipantDetails,
} from '@/server/bridge-client/bridge-objects';
import type { LegWord } from '@/server/feeds/cdr/leg-words';
import { callAfterEvent, participantAfterEvent } from '@/server/feeds/fact-from-events';
import { callAfterRead, participantAfterLeg, participantAfterRead } from '@/server/feeds/fact-from-reads';
import { missingFrom, type Missing } from '@/server/feeds/missing';
import { ToldLegs } from '@/server/feeds/told-legs';
import { unknownCall, unknownParticipant } from '@/server/feeds/unknown-facts';
import { BoundedMemory } from '@/server/inventory/bounded-memory';
import { CallMembers } from '@/server/inventory/call-members';
import type { CallFact, Fact, Home, MeetingRules, ParticipantFact } from '@/server/inventory/facts';
import { sameData } from '@/server/inventory/same-data';

/** How many removals are remembered, so that a list read meanwhile cannot bring somebody back. */
const removalsKept = 10_000;
/** More than any bridge has at once. Beyond that a bridge is not believed, and nothing further is kept of it. */
const mostCalls = 10_000;
const mostParticipants = 25_000;

/** One object for all who are homed on the bridge itself. */
const here: Home = { at: 'here' };

interface Noted<F> {
  readonly fact: F;
  /** When it was last spoken of, in ticks of this book. */
  readonly tick: number;
  /** The events tell it: what a slower read says of the same fields is older. */
  readonly fromEvents: boolean;
  /** What only a read of its own tells is known. */
  readonly detailed: boolean;
}

/**
 * What one bridge has said, put together from events, lists and single reads, which overlap and overtake each other. Each
 * method takes in one answer or message and returns the facts that it makes.
 */
export class FactBook {
  #tick = 0;
  readonly #calls = new Map<string, Noted<CallFact>>();
  readonly #participants = new Map<string, Noted<ParticipantFact>>();
  readonly #members = new CallMembers();
  readonly #removals = new BoundedMemory<string, number>(removalsKept);
  readonly #toldLegs = new ToldLegs();
  #peers = new Map<string, string>();
  #version: string | null = null;
  #healed = 0;
  #refused = 0;

  /** To be taken before a list is asked for; see {@link listed}. */
  get tick(): number {
    return this.#tick;
  }

  /** How many calls and people were found to be others than the events had told, and were put right. */
  get healed(): number {
    return this.#healed;
  }

  /** How often a call or participant was not taken in, since a bridge cannot have so many. */
  get refused(): number {
    return this.#refused;
  }

  /** What is known of somebody follows from the version, too: with another one it is all due to be read again. */
  setBridge(version: string | null, peers: readonly ListedCallBridge[]): void {
    if (this.#version !== null && version !== this.#version) {
      for (const [id, noted] of this.#participants) this.#participants.set(id, { ...noted, detailed: false });
    }
    this.#version = version;
    this.#peers = new Map(peers.map(({ id, name }) => [id, name]));
  }

  hasCall(id: string): boolean {
    return this.#calls.has(id);
  }

  callOf(participant: string): string | null {
    return this.#participants.get(participant)?.fact.call ?? null;
  }

  isHomedHere(participant: string): boolean {
    return this.#participants.get(participant)?.fact.home.at === 'here';
  }

  /** Whether events tell this call or participant. */
  isToldByEvents(id: string): boolean {
    return (this.#participants.get(id) ?? this.#calls.get(id))?.fromEvents ?? false;
  }

  /** Whether something is not known of a participant that only a read of their own tells. */
  lacksDetails(participant: string): boolean {
    const noted = this.#participants.get(participant);
    return noted !== undefined && !noted.detailed;
  }

  lacksCallDetails(call: string): boolean {
    return this.#calls.get(call)?.detailed === false;
  }

  lacksRules(call: string): boolean {
    return this.#calls.get(call)?.fact.rules === null;
  }

  hasParticipant(id: string): boolean {
    return this.#participants.has(id);
  }

  isWaiting(participant: string): boolean {
    return this.#participants.get(participant)?.fact.inLobby ?? false;
  }

  /** Those whose call legs are this bridge's. */
  homedHere(): string[] {
    return [...this.#participants.keys()].filter((id) => this.isHomedHere(id));
  }

  /** One of a call, homed here, who is put back to the lobby once no activator is left, and is due to be read; null if nobody is. */
  mayBePutBack(call: string): string | null {
    for (const id of this.#members.of(call)) {
      const noted = this.#participants.get(id);
      if (!noted || noted.fact.home.at !== 'here' || noted.fact.inLobby || noted.fact.details?.activator !== false) continue;
      this.doubt(id);
      return id;
    }
    return null;
  }

  /** Calls of which a read of their own is due: it was never made, or the events do not tell them. */
  callsToRead(): string[] {
    return [...this.#calls].flatMap(([id, { detailed, fromEvents }]) => (!detailed || !fromEvents ? id : []));
  }

  /**
   * Participants of whom a read of their own is due: it was never made, or they wait in the lobby (which no event tells),
   * or the events do not tell them at all. Those homed elsewhere are their home's business.
   */
  participantsToRead(): string[] {
    return [...this.#participants.keys()].filter((id) => this.isReadDue(id));
  }

  isReadDue(participant: string): boolean {
    const noted = this.#participants.get(participant);
    if (!noted || noted.fact.home.at === 'elsewhere') return false;
    return !noted.detailed || noted.fact.inLobby || !noted.fromEvents;
  }

  /**
   * Those of a call, homed here, of whom something can have changed that no event tells: who waits, or may be put back to the
   * lobby. They are due to be read again from now on.
   */
  recheck(call: string): string[] {
    return this.#members.of(call).filter((id) => {
      const noted = this.#participants.get(id);
      if (!noted || noted.fact.home.at === 'elsewhere') return false;
      const steady = noted.fact.details?.activator === true && !noted.fact.inLobby;
      if (!steady) this.doubt(id);
      else this.#toldLegs.doubt(id);
      return !steady;
    });
  }

  /** Those of a call, homed here, of whom something is not known that only a read of their own tells. They are due to be read. */
  unread(call: string): string[] {
    return this.#members.of(call).filter((id) => {
      const noted = this.#participants.get(id);
      if (!noted || noted.fact.home.at === 'elsewhere' || (noted.detailed && noted.fact.details !== null)) return false;
      this.doubt(id);
      return true;
    });
  }

  /** What only a read of somebody tells may be out of date: one is due. */
  doubt(participant: string): void {
    const noted = this.#participants.get(participant);
    if (noted) this.#participants.set(participant, { ...noted, detailed: false });
    this.#toldLegs.doubt(participant);
  }

  /** Whoever is homed here and does not take part may do so by now, if an event was lost: they are due to be read, and that counts for all. */
  doubtAbsence(participant: string): void {
    const noted = this.#participants.get(participant);
    if (noted?.fact.home.at !== 'here' || (noted.fact.state === 'connected' && !noted.fact.inLobby)) return;
    this.#participants.set(participant, { ...noted, fromEvents: false });
    this.doubt(participant);
  }

  /** Who waits in the lobby of a call, as far as is known. */
  waitingIn(call: string): string[] {
    return this.#members.of(call).filter((id) => this.#participants.get(id)?.fact.inLobby);
  }

  /** The events have fallen silent: reads count for everything again. */
  eventsLost(): void {
    for (const book of [this.#calls, this.#participants] as Map<string, Noted<CallFact | ParticipantFact>>[]) {
      for (const [id, noted] of book) book.set(id, { ...noted, fromEvents: false });
    }
  }

  /** @param how in a recount, what is new or different was missed before */
  callEntries(entries: readonly CallListEntry[], how: Delivery = 'change'): Fact[] {
    return entries.flatMap((entry) =>
      entry.updateType === 'remove'
        ? this.callGone(entry.call, entry.reason ?? null)
        : this.callFields(entry.call, entry, entry.updateType === 'add', how),
    );
  }

  /** @param whole the message has every field that the bridge knows: from now on the events tell this call */
  callFields(id: string, fields: CallFields, whole: boolean, how: Delivery = 'change'): Fact[] {
    const noted = this.#calls.get(id);
    const facts = this.#noteCall(callAfterEvent(noted?.fact ?? unknownCall(id), fields), {
      fromEvents: whole || (noted?.fromEvents ?? false),
      detailed: noted?.detailed ?? false,
    });
    if (facts.length > 0 && isMissed(noted, how, whole)) this.#healed += 1;
    return facts;
  }

  callRead(details: CallDetails, nowMs: number): Fact[] {
    const noted = this.#calls.get(details.id);
    const fromEvents = noted?.fromEvents ?? false;
    return this.#noteCall(callAfterRead(noted?.fact ?? unknownCall(details.id), details, fromEvents, nowMs), { fromEvents, detailed: true });
  }

  /** What the configuration says of a call's space. */
  rulesRead(id: string, rules: MeetingRules): Fact[] {
    const noted = this.#calls.get(id);
    return noted ? this.#noteCall({ ...noted.fact, rules }, noted) : [];
  }

  callGone(id: string, reason: string | null): Fact[] {
    this.#calls.delete(id);
    this.#removals.set(id, ++this.#tick);
    for (const participant of this.#members.of(id)) {
      this.#toldLegs.parting(participant);
      this.#participants.delete(participant);
      this.#members.leave(id, participant);
    }
    return [{ fact: 'call-gone', id, reason }];
  }

  /** @param how in a recount, what is new or different was missed before */
  roster(call: string, entries: readonly RosterEntry[], nowMs: number, how: Delivery = 'change'): Fact[] {
    return entries.flatMap((entry) =>
      entry.updateType === 'remove'
        ? this.participantGone(entry.participant, entry.reason ?? null)
        : this.#rosterEntry(call, entry, nowMs, how),
    );
  }

  #rosterEntry(call: string, entry: RosterEntry, nowMs: number, how: Delivery): Fact[] {
    const noted = this.#participants.get(entry.participant);
    const fact = noted?.fact ?? unknownParticipant(entry.participant, call);
    const justConnected = noted !== undefined && fact.state !== 'connected' && entry.state === 'connected';
    // An update without an `add` before it is only a part of what there is: reads must fill in the rest.
    const whole = entry.updateType === 'add';
    const facts = this.#noteParticipant(participantAfterEvent(fact, call, entry, justConnected ? nowMs : null), {
      fromEvents: whole || (noted?.fromEvents ?? false),
      detailed: noted?.detailed ?? false,
    });
    if (facts.length > 0 && isMissed(noted, how, whole)) this.#healed += 1;
    return facts;
  }

  participantRead(details: ParticipantDetails): Fact[] {
    const noted = this.#participants.get(details.id);
    if (!noted) return [];
    const { fact, fromEvents } = noted;
    const home = this.#home(details.callBridge);
    // For one who is homed elsewhere there is nothing more to read here.
    const detailed = noted.detailed || home.at === 'elsewhere';
    return this.#noteParticipant(participantAfterRead(fact, details, home, fromEvents), { fromEvents, detailed });
  }

  /** @param isActivator as the participant's own document has it, if that was read together with the leg; else null */
  callLegRead(participant: string, leg: CallLegDetails, isActivator: boolean | null, nowMs: number): Fact[] {
    const noted = this.#participants.get(participant);
    if (!noted) return [];
    const { fact, fromEvents } = noted;
    const read = participantAfterLeg(fact, leg, { isActivator, version: this.#version, fromEvents, nowMs });
    return this.#noteParticipant(read, { fromEvents, detailed: true });
  }

  /** A call or participant that the events should have taken back, and did not. */
  foundGone(id: string): Fact[] {
    if (this.isToldByEvents(id)) this.#healed += 1;
    return this.#calls.has(id) ? this.callGone(id, null) : this.participantGone(id, null);
  }

  /**
   * Takes in what a record says of somebody's leg. It is no sign of life, and proves nothing of whether they are there, or wait.
   * @returns what became known by it, and whether they are due to be read
   */
  legTold(word: LegWord): { facts: Fact[]; readDue: boolean } {
    this.#toldLegs.note(word);
    const noted = this.#participants.get(word.participant);
    // A leg that has ended, and whose participant is gone too, is nobody's any more.
    if (!noted && word.reason !== null) this.#toldLegs.parting(word.participant);
    if (!noted) return { facts: [], readDue: false };
    const readDue = noted.detailed && word.deactivated !== null && word.deactivated !== noted.fact.inLobby;
    const facts = this.#noteParticipant(noted.fact, { ...noted, detailed: noted.detailed && !readDue });
    const { fact } = this.#participants.get(word.participant) ?? noted;
    this.#participants.set(word.participant, { ...noted, fact, detailed: noted.detailed && !readDue });
    return { facts, readDue };
  }

  /** Leaves a newcomer's leg unread where records have told of it; null where it has to be read. */
  sparesLegRead(participant: string, nowMs: number): Fact[] | null {
    const noted = this.#participants.get(participant);
    if (!noted || !noted.fromEvents || noted.detailed || !this.#toldLegs.sparesRead(noted.fact)) return null;
    return this.#noteParticipant({ ...noted.fact, joinedAtMs: noted.fact.joinedAtMs ?? nowMs }, { ...noted, detailed: true });
  }

  participantGone(id: string, given: string | null): Fact[] {
    this.#removals.set(id, ++this.#tick);
    const told = this.#toldLegs.parting(id);
    const call = this.callOf(id);
    if (call === null) return [];
    this.#participants.delete(id);
    this.#members.leave(call, id);
    return [{ fact: 'participant-gone', id, reason: given ?? told }];
  }

  /**
   * Takes in complete lists.
   * @param since the tick before they were asked for: what was spoken of after it is newer than the lists
   */
  listed(calls: readonly ListedCall[], participants: readonly ListedParticipant[], since: number): Fact[] {
    const isNew = (id: string) => (this.#removals.get(id) ?? 0) <= since;
    return [
      ...calls.filter(({ id }) => isNew(id)).flatMap((call) => this.#callListed(call)),
      ...participants.filter(({ id }) => isNew(id)).flatMap((participant) => this.#participantListed(participant)),
    ];
  }

  calls(): string[] {
    return [...this.#calls.keys()];
  }

  membersOf(call: string): string[] {
    return this.#members.of(call);
  }

  /** Of these, what is still in the book and was not spoken of since. */
  unspoken({ calls, participants }: Missing, since: number): Missing {
    const isUnspoken = (noted: { tick: number } | undefined) => noted !== undefined && noted.tick <= since;
    return {
      calls: calls.filter((id) => isUnspoken(this.#calls.get(id))),
      participants: participants.filter((id) => isUnspoken(this.#participants.get(id))),
    };
  }

  /** What is in the book, was not spoken of since, and is not in these lists. */
  missing(calls: readonly ListedCall[], participants: readonly ListedParticipant[], since: number): Missing {
    return {
      calls: missingFrom(this.#calls, calls, since),
      participants: missingFrom(this.#participants, participants, since),
    };
  }

  #callListed(call: ListedCall): Fact[] {
    const noted = this.#calls.get(call.id);
    if (noted?.fromEvents) return noted.fact.space === call.coSpace ? [] : this.#noteCall({ ...noted.fact, space: call.coSpace }, noted);
    const fact = { ...(noted?.fact ?? unknownCall(call.id)), name: call.name, correlator: call.callCorrelator, space: call.coSpace };
    return this.#noteCall(fact, { fromEvents: false, detailed: noted?.detailed ?? false });
  }

  #participantListed(listed: ListedParticipant): Fact[] {
    const noted = this.#participants.get(listed.id);
    const call = listed.call ?? noted?.fact.call ?? null;
    if (call === null) return [];
    const home = this.#home(listed.callBridge);
    const fact = noted?.fact ?? { ...unknownParticipant(listed.id, call), name: listed.name };
    const fromEvents = noted?.fromEvents ?? false;
    return this.#noteParticipant(
      { ...fact, home, ...(fromEvents ? {} : { call, name: listed.name }) },
      { fromEvents, detailed: noted?.detailed ?? false },
    );
  }

  #home(wireId: string | null): Home {
    return wireId === null ? here : { at: 'elsewhere', wireId, name: this.#peers.get(wireId) ?? null };
  }

  /** @returns nothing where nothing is different: most of what is read only confirms */
  #noteCall(fact: CallFact, { fromEvents, detailed }: Pick<Noted<CallFact>, 'fromEvents' | 'detailed'>): Fact[] {
    const before = this.#calls.get(fact.id)?.fact;
    if (!before && this.#calls.size >= mostCalls) return this.#refuse();
    const isSame = before !== undefined && sameData(before, fact);
    this.#calls.set(fact.id, { fact: isSame ? before : fact, fromEvents, detailed, tick: ++this.#tick });
    return isSame ? [] : [{ fact: 'call', call: fact }];
  }

  #noteParticipant(said: ParticipantFact, { fromEvents, detailed }: Pick<Noted<ParticipantFact>, 'fromEvents' | 'detailed'>): Fact[] {
    const fact = this.#toldLegs.addedTo(said, this.#version);
    const before = this.#participants.get(fact.id)?.fact;
    if (!before && this.#participants.size >= mostParticipants) return this.#refuse();
    if (before?.call !== fact.call) {
      if (before) this.#members.leave(before.call, fact.id);
      this.#members.join(fact.call, fact.id);
    }
    const isSame = before !== undefined && sameData(before, fact);
    this.#participants.set(fact.id, { fact: isSame ? before : fact, fromEvents, detailed, tick: ++this.#tick });
    return isSame ? [] : [{ fact: 'participant', participant: fact }];
  }

  #refuse(): Fact[] {
    this.#refused += 1;
    return [];
  }
}

/** Whether what turned out different should have been known: the events had told it, or tell it only now that all is counted anew. */
function isMissed(noted: Noted<unknown> | undefined, how: Delivery, whole: boolean): boolean {
  return noted?.fromEvents ? whole || how === 'recount' : how === 'recount';
}
