import type { Answer } from '@/server/bridge-client/bridge-error';
import type { Beginning, CallLegProfile, CallProfile, ProfileChoice, SpaceDetails } from '@/server/bridge-client/bridge-objects';
import type { BridgeReader } from '@/server/bridge-client/bridge-reader';
import type { MeetingRules } from '@/server/inventory/facts';

/** What it takes to read the rules. */
export type RulesReader = Pick<BridgeReader, 'space' | 'passcodesOf' | 'callProfile' | 'callLegProfile' | 'tenantProfiles' | 'systemProfiles'>;

const noProfiles: ProfileChoice = { callProfile: null, callLegProfile: null };
const plainCall: CallProfile = { participantLimit: null, lockMode: null, begins: { locked: false, recorded: false, streamed: false } };
const plainLeg: CallLegProfile = { needsActivation: null, deactivationMode: null, sipMediaEncryption: null, rights: {} };

/**
 * What the configuration makes of a meeting: the space's own profiles, else its tenant's, else the system's. Whoever is
 * moved comes in by the space itself. Source: docs/cms-wire.md, section 3.
 * @param coSpace null for a meeting without a space
 * @returns null if something that decides could not be read
 */
export async function readMeetingRules(reader: RulesReader, coSpace: string | null): Promise<MeetingRules | null> {
  return (await readBeginning(reader, coSpace))?.rules ?? null;
}

/** As {@link readMeetingRules}, with how a meeting there begins. */
export async function readBeginning(reader: RulesReader, coSpace: string | null): Promise<{ rules: MeetingRules; begins: Beginning } | null> {
  const space = coSpace === null ? null : await reader.space(coSpace);
  if (space && !space.ok) return null;
  const profiles = await profilesOf(reader, space?.value ?? null);
  if (!profiles) return null;
  const call = await profileOr(plainCall, profiles.callProfile, (id) => reader.callProfile(id));
  const leg = await profileOr(plainLeg, profiles.callLegProfile, (id) => reader.callLegProfile(id));
  const passcode = coSpace === null || !space ? false : await asksForPasscode(reader, coSpace, space.value);
  if (!call || !leg || passcode === null) return null;
  return { rules: rulesOf(call, leg, passcode), begins: call.begins };
}

function rulesOf(call: CallProfile, leg: CallLegProfile, passcode: boolean): MeetingRules {
  return {
    lockMode: call.lockMode ?? 'all',
    limit: call.participantLimit,
    passcode,
    entry: {
      needsActivation: leg.needsActivation ?? false,
      whenLeftAlone: leg.deactivationMode ?? 'deactivate',
      encryption: leg.sipMediaEncryption ?? 'optional',
      rights: leg.rights,
    },
  };
}

/** The profiles in force. A space that has both needs nothing else to be read. */
async function profilesOf(reader: RulesReader, space: SpaceDetails | null): Promise<ProfileChoice | null> {
  let found: ProfileChoice = space ?? noProfiles;
  const next = [...(space?.tenant ? [() => reader.tenantProfiles(space.tenant ?? '')] : []), () => reader.systemProfiles()];
  for (const read of next) {
    if (found.callProfile !== null && found.callLegProfile !== null) return found;
    const further = await read();
    if (!further.ok) return null;
    found = {
      callProfile: found.callProfile ?? further.value.callProfile,
      callLegProfile: found.callLegProfile ?? further.value.callLegProfile,
    };
  }
  return found;
}

async function profileOr<T>(plain: T, id: string | null, read: (id: string) => Promise<Answer<T>>): Promise<T | null> {
  if (id === null) return plain;
  const answer = await read(id);
  return answer.ok ? answer.value : null;
}

/** A space that can be dialled asks for its own passcode; one that only has access methods, for one if each of them does. */
async function asksForPasscode(reader: RulesReader, coSpace: string, { uri, callId, passcode }: SpaceDetails): Promise<boolean | null> {
  if (passcode) return true;
  if (uri !== null || callId !== null) return false;
  const methods = await reader.passcodesOf(coSpace);
  return methods.ok ? methods.value.length > 0 && methods.value.every(Boolean) : null;
}
