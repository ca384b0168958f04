import type { ClusterConfiguration } from './configuration';
import type { ConfigurationObject, Database, Values } from './database/database';
import type { Kind } from './database/kind';

/**
 * What a meeting starts with, as call profile and tenant say. Source: `docs/cms-wire.md`, section 3, /callProfiles and
 * "Participant limits".
 */
export interface MeetingRules {
  /** Of the call profile; null where there is none. */
  readonly participantLimit: number | null;
  /** Id of the tenant that the space belongs to; null for none. */
  readonly tenant: string | null;
  /** Of the tenant, over all its meetings; null where there is none. */
  readonly tenantParticipantLimit: number | null;
  readonly locked: boolean;
  /** Who waits at a locked meeting: everybody, or those who need an activator anyhow. */
  readonly lockMode: 'all' | 'needsActivation';
  readonly recordingMode: 'disabled' | 'manual' | 'automatic';
  readonly streamingMode: 'disabled' | 'manual' | 'automatic';
  /** Whom the bridge calls to record, or to stream; null where the profile names nobody. */
  readonly recordingUri: string | null;
  readonly streamingUri: string | null;
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
  tenant: null,
  tenantParticipantLimit: null,
  locked: false,
  lockMode: 'all',
  recordingMode: 'manual',
  streamingMode: 'manual',
  recordingUri: null,
  streamingUri: null,
};

export const defaultLegRules: LegRules = {
  needsActivation: false,
  deactivationMode: 'deactivate',
  deactivationModeTimeSeconds: 0,
  sipMediaEncryption: 'optional',
  settings: {},
};

/** Where somebody comes in. `accessMethod` is null for the space's own numeric id, `user` is a JID, null for everybody who has no account. */
export interface Entrance {
  readonly coSpace: string | null;
  readonly accessMethod: string | null;
  readonly user: string | null;
}

/** The rules of a meeting in this space; those of the system where it has none, or for a meeting without a space. */
export function meetingRulesOf({ database }: ClusterConfiguration, coSpace: string | null): MeetingRules {
  const { space, tenant, system } = holdersOf(database, coSpace);
  const values = nearest([space, tenant, system].map((holder) => profileOf(database, holder, 'callProfile', 'callProfiles')));
  const fallback = defaultMeetingRules;
  return {
    participantLimit: numberOr(values['participantLimit'], null),
    tenant: tenant?.id ?? null,
    tenantParticipantLimit: numberOr(tenant?.values['participantLimit'], null),
    locked: values['locked'] === 'true',
    lockMode: oneOfOr(values['lockMode'], ['all', 'needsActivation'], fallback.lockMode),
    recordingMode: oneOfOr(values['recordingMode'], modes, fallback.recordingMode),
    streamingMode: oneOfOr(values['streamingMode'], modes, fallback.streamingMode),
    recordingUri: values['sipRecorderUri'] ?? null,
    streamingUri: values['sipStreamerUri'] ?? null,
  };
}

/** The rules of whoever comes in this way. */
export function legRulesOf({ database }: ClusterConfiguration, entrance: Entrance): LegRules {
  const { space, tenant, system } = holdersOf(database, entrance.coSpace);
  const method = database.get('accessMethods', entrance.accessMethod ?? '');
  const member = database.lookUp('coSpaceUsers', 'userJid', entrance.user ?? '').find(({ parent }) => parent === entrance.coSpace);
  const profile = (holder: ConfigurationObject | undefined): Values => profileOf(database, holder, 'callLegProfile', 'callLegProfiles');
  const settings = nearest([
    profile(member),
    only(method, 'importance'),
    profile(method),
    only(space, 'defaultLayout'),
    profile(space),
    profile(tenant),
    profile(system),
  ]);
  const { needsActivation, deactivationMode, deactivationModeTime, sipMediaEncryption, name: _name, ...others } = settings;
  const fallback = defaultLegRules;
  return {
    needsActivation: needsActivation === 'true',
    deactivationMode: oneOfOr(deactivationMode, ['deactivate', 'disconnect', 'remainActivated'], fallback.deactivationMode),
    deactivationModeTimeSeconds: numberOr(deactivationModeTime, fallback.deactivationModeTimeSeconds),
    sipMediaEncryption: oneOfOr(sipMediaEncryption, ['optional', 'required', 'prohibited'], fallback.sipMediaEncryption),
    settings: others,
  };
}

/** Who can name a profile for what happens in a space, whoever comes in. */
function holdersOf(database: Database, coSpace: string | null): Record<'space' | 'tenant' | 'system', ConfigurationObject | undefined> {
  const space = database.get('coSpaces', coSpace ?? '');
  const tenant = database.get('tenants', space?.values['tenant'] ?? '');
  return { space, tenant, system: database.get('systemProfiles', 'systemProfiles') };
}

const modes = ['disabled', 'manual', 'automatic'] as const;

/** The values of the profile that `holder` names; nothing if it names none. */
function profileOf(database: Database, holder: ConfigurationObject | undefined, parameter: string, kind: Kind): Values {
  return database.get(kind, holder?.values[parameter] ?? '')?.values ?? {};
}

function only(holder: ConfigurationObject | undefined, parameter: string): Values {
  const value = holder?.values[parameter];
  return value === undefined ? {} : { [parameter]: value };
}

/** Each value from the first that has it. */
function nearest(layers: readonly Values[]): Values {
  return Object.assign({}, ...layers.toReversed());
}

function numberOr<T>(text: string | undefined, otherwise: T): number | T {
  return text === undefined ? otherwise : Number(text);
}

function oneOfOr<T extends string>(text: string | undefined, values: readonly T[], otherwise: T): T {
  return values.find((value) => value === text) ?? otherwise;
}
