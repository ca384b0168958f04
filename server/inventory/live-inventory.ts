import { applyChange, emptyPicture, type Picture } from '@/lib/meeting/apply-change';
import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { Change } from '@/lib/meeting/change';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant, ParticipantKind } from '@/lib/meeting/participant';
import type { MeetingDetails } from '@/lib/move/meeting-details';
import { BoundedMemory } from '@/server/inventory/bounded-memory';
import { BridgeRecord } from '@/server/inventory/bridge-record';
import type { CallFact, Fact, ParticipantFact } from '@/server/inventory/facts';
import type { Inventory } from '@/server/inventory/inventory';
import { meetingDetails } from '@/server/inventory/meeting-details';
import { withOneOf } from '@/server/inventory/kind-counts';
import { authoritative, mergeMeeting, mergeParticipant, type Told } from '@/server/inventory/merge';
import { MeetingIndex } from '@/server/inventory/meeting-index';
import { sameData } from '@/server/inventory/same-data';

/** How many who left are remembered: long enough to say where somebody was moved from, however busy it is. */
const leftKept = 20_000;
/** Two who move the same person at the same moment make two newcomers, of whom one stays. Nobody is made more often in good faith. */
const mostSuccessors = 8;

/** What is remembered of somebody who left. */
interface Left {
  readonly meeting: string | null;
  readonly kind: ParticipantKind;
  /** Their home bridge has said so. */
  readonly goneFromHome: boolean;
}

/** What must be merged anew after facts have come in, with the reason for those who may have gone. */
interface Dirty {
  readonly meetings: Set<string>;
  readonly participants: Map<string, { reason: string | null }>;
}

/**
 * What is live now. Facts come in per bridge; what they touch is merged over the bridges anew, and only what became
 * different leaves as changes. The cost of a fact does not depend on how many meetings there are.
 */
export class LiveInventory implements Inventory {
  readonly picture: Picture = emptyPicture();
  readonly #records = new Map<string, BridgeRecord>();
  readonly #wireIds = new Map<string, string>();
  readonly #meetings = new MeetingIndex();
  /** The bridges that have said something of a participant: mostly one, and never many. */
  readonly #tellers = new Map<string, readonly BridgeRecord[]>();
  readonly #left = new BoundedMemory<string, Left>(leftKept);
  /** Whom moves have made from a participant, latest first. */
  readonly #successors = new BoundedMemory<string, readonly string[]>(leftKept);
  readonly #predecessors = new BoundedMemory<string, string>(leftKept);
  readonly #listeners = new Set<(change: Change) => void>();

  /** @param onListenerFailed told when a listener throws: the others, and what comes after, must not suffer for it */
  constructor(private readonly onListenerFailed: (error: unknown) => void) {}

  meeting(id: string): Meeting | null {
    const meeting = this.picture.meetings.get(id);
    if (meeting) return meeting;
    const entry = this.#meetings.withCall(id, this.#records.keys());
    return (entry && this.picture.meetings.get(entry.id)) ?? null;
  }

  participant(id: string): Participant | null {
    return this.picture.participants.get(id) ?? null;
  }

  participantsIn(meetingId: string): Participant[] {
    const ids = this.picture.participantsByMeeting.get(this.meeting(meetingId)?.id ?? '') ?? [];
    return [...ids].flatMap((id) => this.picture.participants.get(id) ?? []);
  }

  detailsOf(meetingId: string): MeetingDetails | null {
    const meeting = this.meeting(meetingId);
    if (!meeting) return null;
    const people = this.participantsIn(meeting.id).map((participant) => ({ participant, details: this.#wordOn(participant.id)?.fact.details ?? null }));
    return meetingDetails(meeting.id, this.#callsOf(meeting.id), people);
  }

  successorOf(participantId: string): Participant | null {
    const seen = new Set([participantId]);
    let onTheirWay: Participant | null = null;
    // A set is walked over also by what is added meanwhile.
    for (const id of seen) {
      const found = id === participantId ? null : this.participant(id);
      if (found?.state === 'connected') return found;
      if (found) onTheirWay ??= found;
      else for (const next of this.#successors.get(id) ?? []) seen.add(next);
    }
    return onTheirWay;
  }

  predecessorOf(participantId: string): string | null {
    return this.participant(participantId)?.movedFrom?.participant ?? this.#predecessors.get(participantId) ?? null;
  }

  subscribe(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Whether the home of a participant is known, so that nobody else needs to be asked for it. */
  knowsHomeOf(participantId: string): boolean {
    return (this.#tellers.get(participantId) ?? []).some(({ participants }) => participants.get(participantId)?.home.at === 'here');
  }

  /**
   * A bridge as it is now; what is merged from it follows.
   * @param wireId the cluster's own id for the bridge, where it is known
   */
  describe(callBridge: CallBridge, wireId: string | null): void {
    const record = this.#records.get(callBridge.id);
    const before = record?.callBridge;
    if (record) record.describe(callBridge);
    else this.#records.set(callBridge.id, new BridgeRecord(callBridge));
    if (wireId !== null) this.#wireIds.set(`${callBridge.cluster.id}/${wireId}`, callBridge.id);
    if (!sameData(before, callBridge)) this.#say({ event: 'call-bridge', data: callBridge });

    const dirty = nothing();
    if (record && before && shownOn(before, callBridge) !== null) {
      for (const call of record.calls.keys()) this.#touchCall(dirty, callBridge.id, call);
      if (shownOn(before, callBridge) === 'people') {
        for (const id of record.participants.keys()) dirty.participants.set(id, { reason: null });
      }
    }
    this.#settle(dirty);
  }

  /** Takes in what a bridge said, all at once. Facts of a bridge that was not described (any more) have no effect. */
  absorb(callBridgeId: string, facts: Iterable<Fact>): void {
    const record = this.#records.get(callBridgeId);
    if (!record) return;
    const dirty = nothing();
    for (const fact of facts) this.#take(record, fact, dirty);
    this.#settle(dirty);
  }

  /** A bridge that Usher is no longer connected to: what only it told goes. */
  forget(callBridgeId: string): void {
    const record = this.#records.get(callBridgeId);
    if (!record) return;
    const dirty = nothing();
    for (const call of [...record.calls.keys()]) this.#dropCall(record, call, null, dirty, false);
    for (const id of [...record.participants.keys()]) this.#dropParticipant(record, id, null, dirty, false);
    for (const [key, id] of this.#wireIds) if (id === callBridgeId) this.#wireIds.delete(key);
    this.#records.delete(callBridgeId);
    this.#settle(dirty);
    this.#say({ event: 'call-bridge-removed', data: { id: callBridgeId } });
  }

  #take(record: BridgeRecord, fact: Fact, dirty: Dirty): void {
    switch (fact.fact) {
      case 'call':
        return this.#putCall(record, fact.call, dirty);
      case 'call-gone':
        return this.#dropCall(record, fact.id, fact.reason, dirty, true);
      case 'participant':
        return this.#putParticipant(record, fact.participant, dirty);
      case 'participant-gone':
        return this.#dropParticipant(record, fact.id, fact.reason, dirty, true);
    }
  }

  #putCall(record: BridgeRecord, call: CallFact, dirty: Dirty): void {
    const { id, cluster } = record.callBridge;
    const place = { callBridge: id, call: call.id };
    const before = this.#meetings.of(place);
    record.calls.set(call.id, call);
    const after = this.#meetings.put(cluster.id, call.correlator ?? call.id, place);
    dirty.meetings.add(after.id);
    if (before === after) return;
    // People are shown only once their call is known, and go along when it turns out to be another meeting's.
    if (before) dirty.meetings.add(before.id);
    for (const member of record.membersOf(call.id)) dirty.participants.set(member, { reason: null });
  }

  #dropCall(record: BridgeRecord, id: string, reason: string | null, dirty: Dirty, saidSo: boolean): void {
    // A call that ended because all had left does not say why each of them did.
    const whyThey = reason === 'allLeft' ? null : reason;
    for (const member of record.membersOf(id)) this.#dropParticipant(record, member, whyThey, dirty, saidSo);
    this.#touchCall(dirty, record.callBridge.id, id);
    this.#meetings.remove({ callBridge: record.callBridge.id, call: id });
    record.calls.delete(id);
  }

  #putParticipant(record: BridgeRecord, fact: ParticipantFact, dirty: Dirty): void {
    const isNew = record.putParticipant(fact);
    if (isNew) this.#tellers.set(fact.id, [...(this.#tellers.get(fact.id) ?? []), record]);
    dirty.participants.set(fact.id, { reason: null });
  }

  /** @param saidSo the bridge itself said that the participant is gone; else it is only not asked any more */
  #dropParticipant(record: BridgeRecord, id: string, reason: string | null, dirty: Dirty, saidSo: boolean): void {
    const fact = record.dropParticipant(id);
    if (!fact) return;
    const others = (this.#tellers.get(id) ?? []).filter((teller) => teller !== record);
    if (others.length > 0) this.#tellers.set(id, others);
    else this.#tellers.delete(id);
    if (saidSo && fact.home.at === 'here') {
      const known = this.picture.participants.get(id);
      this.#left.set(id, { meeting: known?.meeting ?? null, kind: known?.kind ?? fact.kind, goneFromHome: true });
    }
    dirty.participants.set(id, { reason });
  }

  #touchCall(dirty: Dirty, callBridge: string, call: string): void {
    const meeting = this.#meetings.of({ callBridge, call });
    if (meeting) dirty.meetings.add(meeting.id);
  }

  /** Merges what is dirty, and says what became different: meetings before their people, ends last. */
  #settle(dirty: Dirty): void {
    const people: Change[] = [];
    for (const [id, { reason }] of dirty.participants) {
      const before = this.picture.participants.get(id) ?? null;
      const after = this.#mergedParticipant(id, before);
      this.#count(before, after, dirty);
      if (after && !sameData(before, after)) people.push({ event: 'participant', data: after });
      if (before && !after) people.push({ event: 'participant-left', data: { id, meeting: before.meeting, reason } });
    }
    const ended: Change[] = [];
    for (const id of dirty.meetings) {
      const after = this.#mergedMeeting(id);
      const before = this.picture.meetings.get(id) ?? null;
      if (after && !sameData(before, after)) this.#say({ event: 'meeting', data: after });
      if (!after) this.#meetings.end(id);
      if (before && !after) ended.push({ event: 'meeting-ended', data: { id } });
    }
    for (const change of people) this.#sayOfPerson(change);
    for (const change of ended) this.#say(change);
  }

  /** The fact that counts for a participant; null if nobody speaks of them. */
  #wordOn(id: string): Told<ParticipantFact> | null {
    const told: Told<ParticipantFact>[] = [];
    for (const record of this.#tellers.get(id) ?? []) {
      const fact = record.participants.get(id);
      if (fact && record.calls.has(fact.call)) told.push({ by: record.callBridge, fact });
    }
    return authoritative(told, () => this.#left.get(id)?.goneFromHome ?? false);
  }

  #mergedParticipant(id: string, before: Participant | null): Participant | null {
    const word = this.#wordOn(id);
    const meeting = word && this.#meetings.of({ callBridge: word.by.id, call: word.fact.call });
    if (!word || !meeting) return null;
    const old = word.fact.movedParticipant;
    const movedFrom = old === null ? null : { participant: old, meeting: this.#placeMovedFrom(old, before) };
    const merged = mergeParticipant(word, this.#homeOf(word), meeting.id, movedFrom);
    // Who was moved is what they were before, until a read of their own says so.
    return merged.kind === 'unknown' && old !== null ? { ...merged, kind: this.#kindOf(old) ?? before?.kind ?? 'unknown' } : merged;
  }

  #kindOf(participant: string): ParticipantKind | null {
    return this.picture.participants.get(participant)?.kind ?? this.#left.get(participant)?.kind ?? null;
  }

  #placeMovedFrom(old: string, before: Participant | null): string | null {
    const known = before?.movedFrom?.participant === old ? before.movedFrom.meeting : null;
    return known ?? this.picture.participants.get(old)?.meeting ?? this.#left.get(old)?.meeting ?? null;
  }

  #homeOf({ by, fact }: Told<ParticipantFact>): Participant['callBridge'] {
    const { home } = fact;
    const id = home.at === 'elsewhere' ? (this.#wireIds.get(`${by.cluster.id}/${home.wireId}`) ?? '') : by.id;
    const record = this.#records.get(id);
    if (record) return record.home;
    return home.at === 'elsewhere' ? { id: home.wireId, name: home.name ?? home.wireId, version: null } : { id: by.id, name: by.name, version: by.version };
  }

  #mergedMeeting(id: string): Meeting | null {
    const entry = this.#meetings.get(id);
    return entry && mergeMeeting(id, this.#callsOf(id), { participantCount: entry.participantCount, lobbyCount: entry.lobbyCount, kinds: entry.kinds });
  }

  /** What each hosting bridge says of a meeting. */
  #callsOf(id: string): Told<CallFact>[] {
    return [...(this.#meetings.get(id)?.calls.values() ?? [])].flatMap(({ callBridge, call }) => {
      const record = this.#records.get(callBridge);
      const fact = record?.calls.get(call);
      return record && fact ? { by: record.callBridge, fact } : [];
    });
  }

  #count(before: Participant | null, after: Participant | null, dirty: Dirty): void {
    if (before?.meeting === after?.meeting && before?.inLobby === after?.inLobby && before?.kind === after?.kind) return;
    for (const [participant, step] of [[before, -1], [after, 1]] as const) {
      const meeting = participant && this.#meetings.get(participant.meeting);
      if (!meeting) continue;
      meeting.participantCount += step;
      meeting.lobbyCount += participant.inLobby ? step : 0;
      meeting.kinds = withOneOf(meeting.kinds, participant.kind, step);
      dirty.meetings.add(meeting.id);
    }
  }

  #sayOfPerson(change: Change): void {
    if (change.event === 'participant' && change.data.movedFrom) {
      const { participant } = change.data.movedFrom;
      this.#predecessors.set(change.data.id, participant);
      const others = (this.#successors.get(participant) ?? []).filter((id) => id !== change.data.id);
      this.#successors.set(participant, [change.data.id, ...others].slice(0, mostSuccessors));
    }
    if (change.event === 'participant-left') {
      const { goneFromHome = false } = this.#left.get(change.data.id) ?? {};
      const kind = this.picture.participants.get(change.data.id)?.kind ?? 'unknown';
      this.#left.set(change.data.id, { meeting: change.data.meeting, kind, goneFromHome });
    }
    this.#say(change);
  }

  #say(change: Change): void {
    applyChange(this.picture, change);
    for (const listener of this.#listeners) {
      try {
        listener(change);
      } catch (error) {
        this.onListenerFailed(error);
      }
    }
  }
}

function nothing(): Dirty {
  return { meetings: new Set(), participants: new Map() };
}

/** Whose appearance a change of the bridge alters: its meetings', its people's too, or nobody's. */
function shownOn(before: CallBridge, after: CallBridge): 'meetings' | 'people' | null {
  if (before.name !== after.name || before.version !== after.version) return 'people';
  const away = (bridge: CallBridge) => (bridge.state === 'connected' ? null : bridge.since);
  const { cluster } = before;
  return away(before) !== away(after) || cluster.name !== after.cluster.name ? 'meetings' : null;
}
