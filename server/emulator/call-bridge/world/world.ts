import type { MeetingRules } from '../../cluster/meeting-rules';
import { canMove, taskOf } from './participant';
import type { Participant, RemoteParticipant, RosterEntry } from './participant';

/** What the meeting as a whole is set to. The same on every bridge that hosts it. */
export interface MeetingSettings {
  readonly locked: boolean;
  /** Wanted. Whether it runs is seen from the recorder in the meeting. */
  readonly recording: boolean;
  readonly streaming: boolean;
  /** Shared with a Microsoft meeting: nobody can be moved into it. */
  readonly dualHomed: boolean;
  readonly allowAllMuteSelf: boolean;
  readonly allowAllPresentationContribution: boolean;
  /** `null` is "unset": the profile decides. */
  readonly joinAudioMuteOverride: boolean | null;
  readonly messageText: string;
  readonly messagePosition: 'top' | 'middle' | 'bottom';
  /** Seconds, or `permanent`. */
  readonly messageDuration: string;
  /** When the message was set, in milliseconds since 1970. */
  readonly messageShownAtMs: number;
  /** How many of the most important people come first in everybody's layout; null is "unset". */
  readonly panePlacementHighestImportance: number | null;
  readonly panePlacementSelfPaneMode: 'skip' | 'self' | 'blank' | null;
}

/** Idle values as the product reports them. Source: `docs/cms-wire.md`, section 2.1. */
export const defaultMeetingSettings: MeetingSettings = {
  locked: false,
  recording: false,
  streaming: false,
  dualHomed: false,
  allowAllMuteSelf: false,
  allowAllPresentationContribution: false,
  joinAudioMuteOverride: null,
  messageText: '',
  messagePosition: 'middle',
  messageDuration: '0',
  messageShownAtMs: 0,
  panePlacementHighestImportance: null,
  panePlacementSelfPaneMode: null,
};

/** When and where a setting was set last: the greater number is later, and among equals the greater bridge id. */
export interface SettingStamp {
  readonly number: number;
  readonly callBridge: string;
}

/** By name of the setting; one that nobody and no rule has set has none. Bridges whose changes cross agree by them. */
export type SettingStamps = Readonly<Record<string, SettingStamp>>;

/** What makes one meeting out of the calls of several bridges. */
export interface MeetingIdentity {
  readonly correlator: string;
  readonly coSpace: string | null;
  readonly name: string;
  readonly startedAtMs: number;
}

/** This bridge's part of a meeting. */
export interface Call extends MeetingIdentity {
  readonly id: string;
  /** As they were when this bridge's part started. */
  readonly rules: MeetingRules;
  readonly settings: MeetingSettings;
  readonly settingStamps: SettingStamps;
  /** Whether this instance stays when nobody homed here is in it. */
  readonly activeWhenEmpty: boolean;
  readonly maxCallLegs: number;
  /** When this bridge saw the last activator leave, in milliseconds since 1970; null while there is one. */
  readonly activatorsGoneSinceMs: number | null;
  readonly local: Set<string>;
  readonly remote: Set<string>;
}

/** A peer's part of a meeting, as it told us. */
export interface PeerInstance extends MeetingIdentity {
  readonly settings: MeetingSettings;
  readonly settingStamps: SettingStamps;
}

export interface GuestAccount {
  readonly user: string;
  readonly name: string;
  readonly participant: string;
}

/** The JWT of one web app participant, guest or user: it starts one session and goes with the participant. */
export interface SessionToken {
  /** `jti` of the JWT. */
  readonly id: string;
  readonly participant: string;
  readonly expiresAtMs: number;
}

/** Everything that one Call Bridge knows of live calls. Only `applyFact` changes it. */
export interface World {
  readonly bridge: { readonly id: string; readonly name: string; readonly version: string };
  readonly calls: Map<string, Call>;
  readonly callsByCorrelator: Map<string, string>;
  readonly callsByCoSpace: Map<string, string>;
  readonly participants: Map<string, Participant>;
  /** Participant id by call leg id, for those whose two ids differ and for those whose do not. */
  readonly legs: Map<string, string>;
  readonly remotes: Map<string, RemoteParticipant>;
  readonly guests: Map<string, GuestAccount>;
  readonly tokens: Map<string, SessionToken>;
  /** By peer and correlator. */
  readonly peers: Map<string, Map<string, PeerInstance>>;
  readonly counters: { callLegsMaxActive: number; callLegsCompleted: number; nextLogNumber: number };
}

export function emptyWorld(bridge: World['bridge']): World {
  return {
    bridge,
    calls: new Map(),
    callsByCorrelator: new Map(),
    callsByCoSpace: new Map(),
    participants: new Map(),
    legs: new Map(),
    remotes: new Map(),
    guests: new Map(),
    tokens: new Map(),
    peers: new Map(),
    counters: { callLegsMaxActive: 0, callLegsCompleted: 0, nextLogNumber: 1 },
  };
}

export function rosterEntry(world: World, participant: Participant): RosterEntry {
  const { leg, call, createdAtMs, connectedAtMs, hasMedia, guest, token, session, logNumber, ...others } = participant;
  const { sipCallId, sipMediaEncryption, canEncrypt, parameters, ...more } = others;
  const { bypassesLock, deactivationMode, deactivationModeTimeSeconds, ...shared } = more;
  return { ...shared, canMove: canMove(participant, world.bridge.version) };
}

/** What this bridge's roster says of a participant, wherever it is homed; null if it is in none of our calls. */
export function rosterEntryById(world: World, id: string): RosterEntry | null {
  const local = world.participants.get(id);
  return local ? rosterEntry(world, local) : (world.remotes.get(id) ?? null);
}

export function localParticipants(world: World, call: Call): Participant[] {
  return [...call.local].flatMap((id) => world.participants.get(id) ?? []);
}

export function remoteParticipants(world: World, call: Call): RemoteParticipant[] {
  return [...call.remote].flatMap((id) => world.remotes.get(id) ?? []);
}

export function identityOf({ correlator, coSpace, name, startedAtMs }: Call): MeetingIdentity {
  return { correlator, coSpace, name, startedAtMs };
}

/** Everybody in the meeting, wherever they are homed. */
export function everybodyIn(world: World, call: Call): (Participant | RemoteParticipant)[] {
  return [...localParticipants(world, call), ...remoteParticipants(world, call)];
}

/** Whether the recorder, or streamer, is at work in the meeting: `recordingStatus` and `streamingStatus`. */
export function isRunning(world: World, call: Call, task: 'recording' | 'streaming'): boolean {
  return call.settings[task] && everybodyIn(world, call).some((who) => taskOf(who) === task && who.state === 'connected');
}

/** How the API, events and records name the kind of a meeting. Source: `docs/cms-wire.md`, section 2.1. */
export function callTypeOf({ settings, coSpace }: Call): 'coSpace' | 'adHoc' | 'lyncConferencing' {
  if (settings.dualHomed) return 'lyncConferencing';
  return coSpace === null ? 'adHoc' : 'coSpace';
}

/** The meeting that is live in a space on one of our peers, if any. */
export function peerInstanceInSpace(world: World, coSpace: string): PeerInstance | null {
  for (const instances of world.peers.values()) {
    for (const instance of instances.values()) if (instance.coSpace === coSpace) return instance;
  }
  return null;
}

/** Peers with a part of the meeting. */
export function peersHosting(world: World, correlator: string): string[] {
  return [...world.peers].flatMap(([peer, instances]) => (instances.has(correlator) ? [peer] : []));
}
