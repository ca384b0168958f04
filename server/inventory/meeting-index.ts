import type { KindCounts } from '@/lib/meeting/meeting';

/** Where a call is: on which bridge, under which id there. */
export interface CallPlace {
  readonly callBridge: string;
  readonly call: string;
}

/** One meeting's calls and people, by their ids. */
export interface MeetingEntry {
  readonly id: string;
  readonly cluster: string;
  readonly calls: Map<string, CallPlace>;
  participantCount: number;
  lobbyCount: number;
  /** Replaced with each change, so that what was told of it stays as it was. */
  kinds: KindCounts;
}

/**
 * Which calls make up which meeting: those of one cluster that share a `callCorrelator`, which is also the meeting's id. A
 * call without one is a meeting of its own. Source: docs/cms-wire.md, section 1.4.
 */
export class MeetingIndex {
  readonly #meetings = new Map<string, MeetingEntry>();
  /** By the bridge, then by the id that it has for the call. */
  readonly #byCall = new Map<string, Map<string, MeetingEntry>>();

  get(id: string): MeetingEntry | null {
    return this.#meetings.get(id) ?? null;
  }

  /** The meeting that a bridge's call belongs to. */
  of({ callBridge, call }: CallPlace): MeetingEntry | null {
    return this.#byCall.get(callBridge)?.get(call) ?? null;
  }

  /** The meeting with a call of that id, on whichever bridge. */
  withCall(call: string, callBridges: Iterable<string>): MeetingEntry | null {
    for (const callBridge of callBridges) {
      const found = this.of({ callBridge, call });
      if (found) return found;
    }
    return null;
  }

  /** Puts a call into the meeting of its correlator; takes it out of another that it was in. */
  put(cluster: string, correlator: string, place: CallPlace): MeetingEntry {
    const meeting = this.#meetingOf(cluster, correlator);
    if (this.of(place) !== meeting) this.remove(place);
    meeting.calls.set(keyOf(place), place);
    let ofBridge = this.#byCall.get(place.callBridge);
    if (!ofBridge) this.#byCall.set(place.callBridge, (ofBridge = new Map()));
    ofBridge.set(place.call, meeting);
    return meeting;
  }

  remove(place: CallPlace): void {
    this.of(place)?.calls.delete(keyOf(place));
    const ofBridge = this.#byCall.get(place.callBridge);
    ofBridge?.delete(place.call);
    if (ofBridge?.size === 0) this.#byCall.delete(place.callBridge);
  }

  /** Forgets a meeting that has no call any more. */
  end(id: string): void {
    this.#meetings.delete(id);
  }

  #meetingOf(cluster: string, correlator: string): MeetingEntry {
    const holder = this.#meetings.get(correlator);
    // Two clusters with one correlator cannot be one meeting, whatever they say.
    const id = holder && holder.cluster !== cluster ? `${cluster}:${correlator}` : correlator;
    let meeting = this.#meetings.get(id);
    if (!meeting) {
      meeting = { id, cluster, calls: new Map(), participantCount: 0, lobbyCount: 0, kinds: {} };
      this.#meetings.set(id, meeting);
    }
    return meeting;
  }
}

function keyOf({ callBridge, call }: CallPlace): string {
  return `${callBridge}/${call}`;
}
