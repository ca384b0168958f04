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
import type { FactBook, Noted } from '@/server/feeds/fact-book';
import { callAfterEvent, participantAfterEvent } from '@/server/feeds/fact-from-events';
import { callAfterRead, participantAfterLeg, participantAfterRead } from '@/server/feeds/fact-from-reads';
import { unknownCall, unknownParticipant } from '@/server/feeds/unknown-facts';
import type { Fact, Home, MeetingRules } from '@/server/inventory/facts';

/** One object for all who are homed on the bridge itself. */
const here: Home = { at: 'here' };

/**
 * Puts what one bridge says together into a book, from events, lists and single reads, which overlap and overtake each other. Each
 * method takes in one answer or message and returns the facts that it makes.
 */
export class FactIntake {
  #peers = new Map<string, string>();
  #healed = 0;

  constructor(private readonly book: FactBook) {}

  /** How many calls and people were found to be others than the events had told, and were put right. */
  get healed(): number {
    return this.#healed;
  }

  setBridge(version: string | null, peers: readonly ListedCallBridge[]): void {
    this.book.setVersion(version);
    this.#peers = new Map(peers.map(({ id, name }) => [id, name]));
  }

  /** @param how in a recount, what is new or different was missed before */
  callEntries(entries: readonly CallListEntry[], how: Delivery = 'change'): Fact[] {
    return entries.flatMap((entry) =>
      entry.updateType === 'remove'
        ? this.book.callGone(entry.call, entry.reason ?? null)
        : this.callFields(entry.call, entry, entry.updateType === 'add', how),
    );
  }

  /** @param whole the message has every field that the bridge knows: from now on the events tell this call */
  callFields(id: string, fields: CallFields, whole: boolean, how: Delivery = 'change'): Fact[] {
    const noted = this.book.call(id);
    const facts = this.book.noteCall(callAfterEvent(noted?.fact ?? unknownCall(id), fields), {
      fromEvents: whole || (noted?.fromEvents ?? false),
      detailed: noted?.detailed ?? false,
    });
    if (facts.length > 0 && isMissed(noted, how, whole)) this.#healed += 1;
    return facts;
  }

  callRead(details: CallDetails, nowMs: number): Fact[] {
    const noted = this.book.call(details.id);
    const fromEvents = noted?.fromEvents ?? false;
    return this.book.noteCall(callAfterRead(noted?.fact ?? unknownCall(details.id), details, fromEvents, nowMs), { fromEvents, detailed: true });
  }

  /** What the configuration says of a call's space. */
  rulesRead(id: string, rules: MeetingRules): Fact[] {
    const noted = this.book.call(id);
    return noted ? this.book.noteCall({ ...noted.fact, rules }, noted) : [];
  }

  /** @param how in a recount, what is new or different was missed before */
  roster(call: string, entries: readonly RosterEntry[], nowMs: number, how: Delivery = 'change'): Fact[] {
    return entries.flatMap((entry) =>
      entry.updateType === 'remove'
        ? this.book.participantGone(entry.participant, entry.reason ?? null)
        : this.#rosterEntry(call, entry, nowMs, how),
    );
  }

  #rosterEntry(call: string, entry: RosterEntry, nowMs: number, how: Delivery): Fact[] {
    const noted = this.book.participant(entry.participant);
    const fact = noted?.fact ?? unknownParticipant(entry.participant, call);
    const justConnected = noted !== undefined && fact.state !== 'connected' && entry.state === 'connected';
    // An update without an `add` before it is only a part of what there is: reads must fill in the rest.
    const whole = entry.updateType === 'add';
    const facts = this.book.noteParticipant(participantAfterEvent(fact, call, entry, justConnected ? nowMs : null), {
      fromEvents: whole || (noted?.fromEvents ?? false),
      detailed: noted?.detailed ?? false,
    });
    if (facts.length > 0 && isMissed(noted, how, whole)) this.#healed += 1;
    return facts;
  }

  participantRead(details: ParticipantDetails): Fact[] {
    const noted = this.book.participant(details.id);
    if (!noted) return [];
    const { fact, fromEvents } = noted;
    const home = this.#home(details.callBridge);
    // For one who is homed elsewhere there is nothing more to read here.
    const detailed = noted.detailed || home.at === 'elsewhere';
    return this.book.noteParticipant(participantAfterRead(fact, details, home, fromEvents), { fromEvents, detailed });
  }

  /** @param isActivator as the participant's own document has it, if that was read together with the leg; else null */
  callLegRead(participant: string, leg: CallLegDetails, isActivator: boolean | null, nowMs: number): Fact[] {
    const noted = this.book.participant(participant);
    if (!noted) return [];
    const { fact, fromEvents } = noted;
    const read = participantAfterLeg(fact, leg, { isActivator, version: this.book.version, fromEvents, nowMs });
    return this.book.noteParticipant(read, { fromEvents, detailed: true });
  }

  /** A call or participant that the events should have taken back, and did not. */
  foundGone(id: string): Fact[] {
    if (this.book.isToldByEvents(id)) this.#healed += 1;
    return this.book.hasCall(id) ? this.book.callGone(id, null) : this.book.participantGone(id, null);
  }

  /**
   * Takes in what a record says of somebody's leg. It is no sign of life, and proves nothing of whether they are there, or wait.
   * @returns what became known by it, and whether they are due to be read
   */
  legTold(word: LegWord): { facts: Fact[]; readDue: boolean } {
    this.book.toldLegs.note(word);
    const noted = this.book.participant(word.participant);
    // A leg that has ended, and whose participant is gone too, is nobody's any more.
    if (!noted && word.reason !== null) this.book.toldLegs.parting(word.participant);
    if (!noted) return { facts: [], readDue: false };
    const { tick } = noted;
    const readDue = noted.detailed && word.deactivated !== null && word.deactivated !== noted.fact.inLobby;
    const facts = this.book.noteParticipant(noted.fact, { ...noted, detailed: noted.detailed && !readDue });
    this.book.revise(word.participant, { tick });
    return { facts, readDue };
  }

  /** Leaves a newcomer's leg unread where records have told of it; null where it has to be read. */
  sparesLegRead(participant: string, nowMs: number): Fact[] | null {
    const noted = this.book.participant(participant);
    if (!noted || !noted.fromEvents || noted.detailed || !this.book.toldLegs.sparesRead(noted.fact)) return null;
    return this.book.noteParticipant({ ...noted.fact, joinedAtMs: noted.fact.joinedAtMs ?? nowMs }, { ...noted, detailed: true });
  }

  /**
   * Takes in complete lists.
   * @param since the tick before they were asked for: what was spoken of after it is newer than the lists
   */
  listed(calls: readonly ListedCall[], participants: readonly ListedParticipant[], since: number): Fact[] {
    const isNew = (id: string) => !this.book.wasRemovedAfter(id, since);
    return [
      ...calls.filter(({ id }) => isNew(id)).flatMap((call) => this.#callListed(call)),
      ...participants.filter(({ id }) => isNew(id)).flatMap((participant) => this.#participantListed(participant)),
    ];
  }

  #callListed(call: ListedCall): Fact[] {
    const noted = this.book.call(call.id);
    if (noted?.fromEvents) return noted.fact.space === call.coSpace ? [] : this.book.noteCall({ ...noted.fact, space: call.coSpace }, noted);
    const fact = { ...(noted?.fact ?? unknownCall(call.id)), name: call.name, correlator: call.callCorrelator, space: call.coSpace };
    return this.book.noteCall(fact, { fromEvents: false, detailed: noted?.detailed ?? false });
  }

  #participantListed(listed: ListedParticipant): Fact[] {
    const noted = this.book.participant(listed.id);
    const call = listed.call ?? noted?.fact.call ?? null;
    if (call === null) return [];
    const home = this.#home(listed.callBridge);
    const fact = noted?.fact ?? { ...unknownParticipant(listed.id, call), name: listed.name };
    const fromEvents = noted?.fromEvents ?? false;
    return this.book.noteParticipant(
      { ...fact, home, ...(fromEvents ? {} : { call, name: listed.name }) },
      { fromEvents, detailed: noted?.detailed ?? false },
    );
  }

  #home(wireId: string | null): Home {
    return wireId === null ? here : { at: 'elsewhere', wireId, name: this.#peers.get(wireId) ?? null };
  }
}

/** Whether what turned out different should have been known: the events had told it, or tell it only now that all is counted anew. */
function isMissed(noted: Noted<unknown> | undefined, how: Delivery, whole: boolean): boolean {
  return noted?.fromEvents ? whole || how === 'recount' : how === 'recount';
}
