import type { ListedCall, ListedParticipant } from '@/server/bridge-client/bridge-objects';
import { missingFrom, type Missing } from '@/server/feeds/missing';
import { ToldLegs } from '@/server/feeds/told-legs';
import { BoundedMemory } from '@/server/inventory/bounded-memory';
import { CallMembers } from '@/server/inventory/call-members';
import type { CallFact, Fact, ParticipantFact } from '@/server/inventory/facts';
import { sameData } from '@/server/inventory/same-data';

/** How many removals are remembered, so that a list read meanwhile cannot bring somebody back. */
const removalsKept = 10_000;
/** More than any bridge has at once. Beyond that a bridge is not believed, and nothing further is kept of it. */
const mostCalls = 10_000;
const mostParticipants = 25_000;

/** How well something is known. */
export interface Knowledge {
  /** The events tell it: what a slower read says of the same fields is older. */
  readonly fromEvents: boolean;
  /** What only a read of its own tells is known. */
  readonly detailed: boolean;
}

export interface Noted<F> extends Knowledge {
  readonly fact: F;
  /** When it was last spoken of, in ticks of this book. */
  readonly tick: number;
}

/**
 * What is known of one bridge's calls and people, and how well. What the bridge says is written into it by `FactIntake`; what is due to be read
 * is told by `DueReads`.
 */
export class FactBook {
  /** What records have told, also of people who are not in the book. */
  readonly toldLegs = new ToldLegs();
  #tick = 0;
  readonly #calls = new Map<string, Noted<CallFact>>();
  readonly #participants = new Map<string, Noted<ParticipantFact>>();
  readonly #members = new CallMembers();
  readonly #removals = new BoundedMemory<string, number>(removalsKept);
  #version: string | null = null;
  #refused = 0;

  /** To be taken before a list is asked for; see `FactIntake.listed`. */
  get tick(): number {
    return this.#tick;
  }

  /** Of the bridge, as it said last. */
  get version(): string | null {
    return this.#version;
  }

  /** How often a call or participant was not taken in, since a bridge cannot have so many. */
  get refused(): number {
    return this.#refused;
  }

  hasCall(id: string): boolean {
    return this.#calls.has(id);
  }

  hasParticipant(id: string): boolean {
    return this.#participants.has(id);
  }

  call(id: string): Noted<CallFact> | undefined {
    return this.#calls.get(id);
  }

  participant(id: string): Noted<ParticipantFact> | undefined {
    return this.#participants.get(id);
  }

  calls(): string[] {
    return [...this.#calls.keys()];
  }

  participants(): string[] {
    return [...this.#participants.keys()];
  }

  membersOf(call: string): string[] {
    return this.#members.of(call);
  }

  callOf(participant: string): string | null {
    return this.#participants.get(participant)?.fact.call ?? null;
  }

  isHomedHere(participant: string): boolean {
    return this.#participants.get(participant)?.fact.home.at === 'here';
  }

  /** Those whose call legs are this bridge's. */
  homedHere(): string[] {
    return [...this.#participants.keys()].filter((id) => this.isHomedHere(id));
  }

  isWaiting(participant: string): boolean {
    return this.#participants.get(participant)?.fact.inLobby ?? false;
  }

  /** Who waits in the lobby of a call, as far as is known. */
  waitingIn(call: string): string[] {
    return this.#members.of(call).filter((id) => this.#participants.get(id)?.fact.inLobby);
  }

  /** Whether events tell this call or participant. */
  isToldByEvents(id: string): boolean {
    return (this.#participants.get(id) ?? this.#calls.get(id))?.fromEvents ?? false;
  }

  /** Whether a call or participant was taken out after a tick. */
  wasRemovedAfter(id: string, tick: number): boolean {
    return (this.#removals.get(id) ?? 0) > tick;
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

  /** What is known of somebody follows from the version, too: with another one it is all due to be read again. */
  setVersion(version: string | null): void {
    if (this.#version !== null && version !== this.#version) for (const id of this.#participants.keys()) this.revise(id, { detailed: false });
    this.#version = version;
  }

  /** @returns nothing where nothing is different: most of what is read only confirms */
  noteCall(fact: CallFact, { fromEvents, detailed }: Knowledge): Fact[] {
    const before = this.#calls.get(fact.id)?.fact;
    if (!before && this.#calls.size >= mostCalls) return this.#refuse();
    const isSame = before !== undefined && sameData(before, fact);
    this.#calls.set(fact.id, { fact: isSame ? before : fact, fromEvents, detailed, tick: ++this.#tick });
    return isSame ? [] : [{ fact: 'call', call: fact }];
  }

  /** As `noteCall`, with what records have told of the leg. */
  noteParticipant(said: ParticipantFact, { fromEvents, detailed }: Knowledge): Fact[] {
    const fact = this.toldLegs.addedTo(said, this.#version);
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

  /** Takes somebody for known less well, or better, without their being spoken of. Of whom nothing is known nothing changes. */
  revise(participant: string, knowledge: Partial<Knowledge & Pick<Noted<unknown>, 'tick'>>): void {
    const noted = this.#participants.get(participant);
    if (noted) this.#participants.set(participant, { ...noted, ...knowledge });
  }

  /** The events have fallen silent: reads count for everything again. */
  eventsLost(): void {
    for (const book of [this.#calls, this.#participants] as Map<string, Noted<CallFact | ParticipantFact>>[]) {
      for (const [id, noted] of book) book.set(id, { ...noted, fromEvents: false });
    }
  }

  callGone(id: string, reason: string | null): Fact[] {
    this.#calls.delete(id);
    this.#removals.set(id, ++this.#tick);
    for (const participant of this.#members.of(id)) {
      this.toldLegs.parting(participant);
      this.#participants.delete(participant);
      this.#members.leave(id, participant);
    }
    return [{ fact: 'call-gone', id, reason }];
  }

  participantGone(id: string, given: string | null): Fact[] {
    this.#removals.set(id, ++this.#tick);
    const told = this.toldLegs.parting(id);
    const call = this.callOf(id);
    if (call === null) return [];
    this.#participants.delete(id);
    this.#members.leave(call, id);
    return [{ fact: 'participant-gone', id, reason: given ?? told }];
  }

  #refuse(): Fact[] {
    this.#refused += 1;
    return [];
  }
}
