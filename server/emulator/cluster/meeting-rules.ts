import type { ClusterConfiguration } from './configuration';

/**
 * What a meeting starts with, as call profile and tenant say. Source: `docs/cms-wire.md`, section 3, /callProfiles and
 * "Participant limits".
 */
export interface MeetingRules {
  /** Of the call profile; null where there is none. */
  readonly participantLimit: number | null;
  /** Of the tenant, over all its meetings; null where there is none. */
  readonly tenantParticipantLimit: number | null;
  readonly locked: boolean;
  /** Who waits at a locked meeting: everybody, or those who need an activator anyhow. */
  readonly lockMode: 'all' | 'needsActivation';
  readonly recordingMode: 'disabled' | 'manual' | 'automatic';
  readonly streamingMode: 'disabled' | 'manual' | 'automatic';
}

/**
 * What somebody comes in with, as the call leg profiles on their way in say. The nearest one that says something counts:
 * member, access method, space, tenant, system. Source: `docs/cms-wire.md`, sections 2.2, 2.6 and 3, /callLegProfiles.
 */
export interface LegRules {
  /** Waits in the lobby until an activator is there. */
  readonly needsActivation: boolean;
  /** What becomes of those who need an activator once the last one has left. */
  readonly deactivationMode: 'deactivate' | 'disconnect' | 'remainActivated';
  readonly deactivationModeTimeSeconds: number;
  readonly sipMediaEncryption: 'optional' | 'required' | 'prohibited';
  /** Further settings of the leg in force, by parameter name, such as `rxAudioMute` or `defaultLayout`; as text. */
  readonly settings: Readonly<Record<string, string>>;
}

export const defaultMeetingRules: MeetingRules = {
  participantLimit: null,
  tenantParticipantLimit: null,
  locked: false,
  lockMode: 'all',
  recordingMode: 'manual',
  streamingMode: 'manual',
};

export const defaultLegRules: LegRules = {
  needsActivation: false,
  deactivationMode: 'deactivate',
  deactivationModeTimeSeconds: 0,
  sipMediaEncryption: 'optional',
  settings: {},
};

/** Where somebody comes in. `accessMethod` is null for the space's own numeric id, `user` null for everybody who is no member. */
export interface Entrance {
  readonly coSpace: string | null;
  readonly accessMethod: string | null;
  readonly user: string | null;
}

/** The rules of a meeting in this space; those of the system where it has none, or for a meeting without a space. */
export function meetingRulesOf(_cluster: ClusterConfiguration, _coSpace: string | null): MeetingRules {
  return defaultMeetingRules;
}

/** The rules of whoever comes in this way. */
export function legRulesOf(_cluster: ClusterConfiguration, _entrance: Entrance): LegRules {
  return defaultLegRules;
}
