import type { KindEntry } from './kind';
import { integer, reference, text } from './parameter';

const greatest = 4_294_967_295;

/** The profiles in force where nothing nearer names one. Source: `docs/cms-wire.md`, section 3, /system/profiles. */
export const systemProfiles: KindEntry = {
  path: 'system/profiles',
  single: 'perCluster',
  collection: 'profiles',
  entry: 'profiles',
  missing: 'unrecognisedObject',
  writes: ['change'],
  parameters: {
    callLegProfile: reference('callLegProfiles'),
    callProfile: reference('callProfiles'),
    dtmfProfile: reference('dtmfProfiles'),
    userProfile: reference('userProfiles'),
    ivrBrandingProfile: reference('ivrBrandingProfiles'),
    callBrandingProfile: reference('callBrandingProfiles'),
    compatibilityProfile: reference('compatibilityProfiles', { since: '2.1' }),
    dialInSecurityProfile: reference('dialInSecurityProfiles', { since: '3.0' }),
    webBridgeProfile: reference('webBridgeProfiles', { since: '3.0' }),
  },
};

/** What a Call Bridge is within its cluster. Source: `docs/cms-wire.md`, section 3, /system/configuration/cluster. */
export const clusterSettings: KindEntry = {
  path: 'system/configuration/cluster',
  single: 'perCallBridge',
  collection: 'cluster',
  entry: 'cluster',
  missing: 'unrecognisedObject',
  writes: ['change'],
  parameters: {
    uniqueName: text(200),
    peerLinkBitRate: integer(0, greatest),
    participantLimit: integer(0, greatest),
    loadLimit: integer(0, greatest, { since: '2.1' }),
    newConferenceLoadLimitBasisPoints: integer(0, 10_000, { default: '5000', since: '2.1' }),
    existingConferenceLoadLimitBasisPoints: integer(0, 10_000, { default: '8000', since: '2.1' }),
    maxPeerVideoStreams: integer(1, 9, { since: '2.4' }),
  },
};
