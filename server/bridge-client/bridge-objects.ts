import type { ParticipantState } from '@/lib/meeting/participant';
import type { PersonDetails, Rights } from '@/lib/move/meeting-details';

/**
 * What a bridge tells over REST, in the terms of the API. Null where the bridge left a value out. Source: docs/cms-wire.md,
 * sections 2 and 3.
 */
export interface SystemStatus {
  readonly softwareVersion: string | null;
  readonly clusterId: string | null;
  /** The bridge's own clock: RFC 3339, in whole seconds. */
  readonly cdrTime: string | null;
  readonly uptimeSeconds: number | null;
  /** The number that its next call detail record will have. */
  readonly cdrCorrelatorIndex: number | null;
}

/** The slots for receivers of call detail records. */
export interface CdrReceivers {
  readonly receivers: readonly { readonly id: string; readonly uri: string }[];
  /** How many there can be. */
  readonly maximum: number;
}

/** One of the bridges of a cluster, as all of them list it; `id` is the cluster's own id for it. */
export interface ListedCallBridge {
  readonly id: string;
  readonly name: string;
  readonly address: string | null;
  readonly sipDomain: string | null;
}

export interface ListedCall {
  readonly id: string;
  readonly name: string;
  readonly coSpace: string | null;
  readonly callCorrelator: string | null;
}

export interface CallDetails extends ListedCall {
  readonly callType: string | null;
  readonly durationSeconds: number | null;
  readonly locked: boolean;
  readonly recording: boolean;
  readonly streaming: boolean;
  readonly activeWhenEmpty: boolean | null;
  /** How many are in it, on all bridges. */
  readonly headCount: number | null;
}

export interface ListedParticipant {
  readonly id: string;
  readonly name: string;
  readonly call: string | null;
  /** The home bridge, by the cluster's id; null for a participant who is homed on the bridge that was asked. */
  readonly callBridge: string | null;
}

export interface ParticipantDetails extends ListedParticipant {
  readonly uri: string | null;
  readonly canMove: boolean | null;
  /** The participant that this one was made from by a move. */
  readonly movedParticipant: string | null;
  readonly importance: number | null;
  /** What is shown instead of the name; null for none. */
  readonly label: string | null;
  /** Needs nobody else to be let in from the lobby. */
  readonly isActivator: boolean | null;
  readonly state: ParticipantState | null;
}

export interface CallLegDetails {
  readonly type: string | null;
  readonly subType: string | null;
  readonly durationSeconds: number | null;
  /** Waiting in the lobby. */
  readonly deactivated: boolean | null;
  readonly rxAudioMute: boolean | null;
  readonly rxVideoMute: boolean | null;
  readonly layout: string | null;
  readonly recording: boolean;
  readonly streaming: boolean;
  /** What the bridge receives, audio and video together, in bit/s; null while there is no media. */
  readonly rxBitRate: number | null;
  readonly needsActivation: boolean | null;
  readonly deactivationMode: PersonDetails['whenLeftAlone'] | null;
  readonly encryptedMedia: boolean | null;
  readonly unencryptedMedia: boolean | null;
  /** Those that the leg names. */
  readonly rights: Rights;
}

/** A space, as far as it decides what meetings in it are like. */
export interface ListedCallLeg {
  readonly id: string;
  /** The other side's address, as it is called by and as it was at first. */
  readonly remoteParty: string | null;
  readonly originalRemoteParty: string | null;
}

/** How people come into a space. Both can let somebody in: they are secrets. */
export interface MeetingEntry {
  readonly webAddress: string | null;
  readonly passcode: string | null;
}

export interface ListedSpace {
  readonly id: string;
  readonly name: string;
  readonly uri: string | null;
  readonly callId: string | null;
}

export interface SpaceDetails {
  readonly name: string;
  readonly uri: string | null;
  readonly callId: string | null;
  readonly passcode: string | null;
  readonly callProfile: string | null;
  readonly callLegProfile: string | null;
  readonly tenant: string | null;
}

/** Which profiles a tenant, or the whole system, has. */
export interface ProfileChoice {
  readonly callProfile: string | null;
  readonly callLegProfile: string | null;
}

/** How a meeting begins. */
export interface Beginning {
  readonly locked: boolean;
  /** By itself, without anybody's asking. */
  readonly recorded: boolean;
  readonly streamed: boolean;
}

export interface CallProfile {
  readonly participantLimit: number | null;
  readonly lockMode: 'all' | 'needsActivation' | null;
  readonly begins: Beginning;
}

export interface CallLegProfile {
  readonly needsActivation: boolean | null;
  readonly deactivationMode: PersonDetails['whenLeftAlone'] | null;
  readonly sipMediaEncryption: 'optional' | 'required' | 'prohibited' | null;
  readonly rights: Rights;
}

/** How a bridge traces requests to its API in detail, for a time. */
export interface TimedLogging {
  /** As the bridge spells it. */
  readonly parameter: string;
  /** Until it ends by itself; 0 while it is off, null where what the bridge says is no number of seconds. */
  readonly secondsLeft: number | null;
}

export interface ClusterConfiguration {
  readonly loadLimit: number | null;
}
