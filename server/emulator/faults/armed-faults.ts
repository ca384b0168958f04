import type { Clock } from '../clock';
import type { FaultCode } from './fault-table';

/**
 * Whom an armed fault hits. The meeting is the one that somebody is moved to. Names are those at the time of arming, for who reads
 * the list after ids have changed.
 */
export type FaultTarget =
  | { readonly scope: 'everybody' }
  | { readonly scope: 'participant'; readonly participant: string; readonly name: string }
  | { readonly scope: 'call'; readonly correlator: string; readonly name: string }
  | { readonly scope: 'callBridge'; readonly callBridge: string }
  /** Names of two call bridges, or of a call bridge and a web bridge. */
  | { readonly scope: 'link'; readonly link: readonly [string, string] };

export type FaultTimes = 'once' | 'until-cleared';

export interface ArmedFault {
  readonly id: number;
  readonly fault: FaultCode;
  readonly target: FaultTarget;
  readonly times: FaultTimes;
  readonly armedAtMs: number;
  readonly fired: number;
}

/** Where a move is when it asks whether something goes wrong: names of nodes, ids of people and meetings. */
export interface FaultOccasion {
  /** The call bridge that does this step. */
  readonly callBridge: string;
  readonly participant?: string;
  readonly correlator?: string;
  readonly peer?: string;
}

export type AlarmType = 'callBridgeConnectionFailure' | 'c2wConnectionFailure';

export interface RaisedAlarm {
  readonly type: AlarmType;
  readonly callBridge: string;
  /** Name of the node that could not be reached. */
  readonly peer: string;
  readonly sinceMs: number;
}

interface Entry {
  armed: ArmedFault;
  /** The participant that a fault was armed for, and who they have become by moves. */
  readonly people: Set<string>;
}

const alarmOf: Partial<Record<FaultCode, AlarmType>> = {
  'link-down': 'callBridgeConnectionFailure',
  'web-bridge-unreachable': 'c2wConnectionFailure',
};

/** A connection that has just failed is not up again at once. */
const alarmLastsMs = 60_000;

export interface FiredFault {
  readonly fault: FaultCode;
  readonly callBridge: string;
  /** Whom it hit, where a person can be told. */
  readonly participant: string | null;
}

/** The faults that are waiting for their occasion. One book for all nodes of an emulator. */
export class ArmedFaults {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #entries = new Map<number, Entry>();
  readonly #onFired: (fired: FiredFault) => void;
  readonly #onChange: (() => void)[] = [];
  #alarms: RaisedAlarm[] = [];
  #last = 0;

  constructor(clock: Pick<Clock, 'now'>, onFired: (fired: FiredFault) => void = () => undefined) {
    this.#clock = clock;
    this.#onFired = onFired;
  }

  get isEmpty(): boolean {
    return this.#entries.size === 0;
  }

  list(): ArmedFault[] {
    return [...this.#entries.values()].map(({ armed }) => armed);
  }

  /** Told after a fault was armed, fired for the last time or was cleared. */
  onChange(listener: () => void): void {
    this.#onChange.push(listener);
  }

  arm(fault: FaultCode, target: FaultTarget, times: FaultTimes): ArmedFault {
    this.#last += 1;
    const armed = { id: this.#last, fault, target, times, armedAtMs: this.#clock.now(), fired: 0 };
    this.#entries.set(armed.id, { armed, people: new Set(target.scope === 'participant' ? [target.participant] : []) });
    this.#changed();
    return armed;
  }

  /** False if nothing is armed under that id. */
  clear(id: number): boolean {
    const cleared = this.#entries.delete(id);
    if (cleared) this.#changed();
    return cleared;
  }

  clearAll(): void {
    this.#entries.clear();
    this.#alarms = [];
    this.#changed();
  }

  /** Whether this fault happens now. One that was armed for once is used up by that. */
  take(fault: FaultCode, occasion: FaultOccasion): boolean {
    for (const [id, entry] of this.#entries) {
      if (entry.armed.fault !== fault || !isMeant(entry, occasion)) continue;
      entry.armed = { ...entry.armed, fired: entry.armed.fired + 1 };
      if (entry.armed.times === 'once') this.#entries.delete(id);
      this.#raise(fault, occasion);
      this.#onFired({ fault, callBridge: occasion.callBridge, participant: occasion.participant ?? null });
      if (entry.armed.times === 'once') this.#changed();
      return true;
    }
    return false;
  }

  /** Whether this fault would happen now; it is not used up. */
  isArmed(fault: FaultCode, occasion: FaultOccasion): boolean {
    return [...this.#entries.values()].some((entry) => entry.armed.fault === fault && isMeant(entry, occasion));
  }

  /** A move gives somebody another id: what was armed for them still is. */
  follow(before: string, after: string): void {
    for (const { people } of this.#entries.values()) if (people.has(before)) people.add(after);
  }

  /** Alarms that are up at a call bridge because of a fault. */
  alarmsOf(callBridge: string): RaisedAlarm[] {
    const sinceMs = this.#clock.now() - alarmLastsMs;
    this.#alarms = this.#alarms.filter((alarm) => alarm.sinceMs > sinceMs);
    return this.#alarms.filter((alarm) => alarm.callBridge === callBridge);
  }

  #raise(fault: FaultCode, { callBridge, peer }: FaultOccasion): void {
    const type = alarmOf[fault];
    if (!type || peer === undefined) return;
    const others = this.#alarms.filter((alarm) => alarm.type !== type || alarm.callBridge !== callBridge || alarm.peer !== peer);
    this.#alarms = [...others, { type, callBridge, peer, sinceMs: this.#clock.now() }];
  }

  #changed(): void {
    for (const listener of this.#onChange) listener();
  }
}

function isMeant({ armed: { target }, people }: Entry, { callBridge, participant, correlator, peer }: FaultOccasion): boolean {
  switch (target.scope) {
    case 'everybody':
      return true;
    case 'participant':
      return participant !== undefined && people.has(participant);
    case 'call':
      return target.correlator === correlator;
    case 'callBridge':
      return target.callBridge === callBridge;
    case 'link':
      return peer !== undefined && target.link.includes(callBridge) && target.link.includes(peer) && callBridge !== peer;
  }
}
