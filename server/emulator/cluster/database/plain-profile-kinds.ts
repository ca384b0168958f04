import type { KindEntry } from './kind';
import { boolean, integer, oneOf, text } from './parameter';
import type { Parameter } from './parameter';

/** What all profiles have in common. Source: `docs/cms-wire.md`, sections 1.2 and 3. */
const profile = {
  writes: ['create', 'change', 'delete'],
  filters: { usageFilter: { usage: true } },
} as const satisfies Pick<KindEntry, 'writes' | 'filters'>;

export const compatibilityProfiles: KindEntry = {
  ...profile,
  path: 'compatibilityProfiles',
  collection: 'compatibilityProfiles',
  entry: 'compatibilityProfile',
  missing: 'compatibilityProfileDoesNotExist',
  since: '2.1',
  parameters: {
    name: text(200, { shown: 'list' }),
    sipUdt: boolean(),
    sipMultistream: boolean({ since: '2.2' }),
    sipMediaPayloadTypeMode: oneOf(['auto', 'broadsoft'], { since: '2.2' }),
    chromeWebRtcVideoCodec: oneOf(['auto', 'vp8', 'h264']),
    chromeWebRtcH264interopMode: oneOf(['auto', 'none']),
    safariWebRtcH264interopMode: oneOf(['auto', 'none']),
    h264CHPMode: oneOf(['auto', 'basic'], { since: '2.4' }),
    sipH224: boolean({ since: '2.8' }),
    distributionLinkMediaTraversal: boolean(),
    passthroughMode: oneOf(['auto', 'enabled', 'disabled']),
  },
};

const sequences = [
  'muteSelfAudio', 'unmuteSelfAudio', 'toggleMuteSelfAudio', 'muteAllExceptSelfAudio', 'unmuteAllExceptSelfAudio', 'lockCall', 'unlockCall',
  'nextLayout', 'previousLayout', 'endCall', 'getTotalParticipantCount', 'startRecording', 'stopRecording', 'startStreaming', 'stopStreaming',
  'allowAllMuteSelf', 'cancelAllowAllMuteSelf', 'allowAllPresentationContribution', 'cancelAllowAllPresentationContribution',
  'muteAllNewAudio', 'unmuteAllNewAudio', 'defaultMuteAllNewAudio', 'muteAllNewAndAllExceptSelfAudio', 'unmuteAllNewAndAllExceptSelfAudio',
];

/** What callers can press, each a sequence of keys. */
export const dtmfProfiles: KindEntry = {
  ...profile,
  path: 'dtmfProfiles',
  collection: 'dtmfProfiles',
  entry: 'dtmfProfile',
  missing: 'dtmfProfileDoesNotExist',
  parameters: Object.fromEntries<Parameter>([['name', text(200, { shown: 'list' })], ...sequences.map((name): [string, Parameter] => [name, text(20)])]),
};

export const userProfiles: KindEntry = {
  ...profile,
  path: 'userProfiles',
  collection: 'userProfiles',
  entry: 'userProfile',
  missing: 'userProfileDoesNotExist',
  parameters: {
    name: text(200, { shown: 'list' }),
    canCreateCoSpaces: boolean(),
    canCreateCalls: boolean(),
    canUseExternalDevices: boolean(),
    canMakePhoneCalls: boolean(),
    userToUserMessagingAllowed: boolean({ goneIn: '3.0' }),
    hasLicense: boolean(),
    canReceiveCalls: boolean(),
  },
};

export const callBrandingProfiles: KindEntry = {
  ...profile,
  path: 'callBrandingProfiles',
  collection: 'callBrandingProfiles',
  entry: 'callBrandingProfile',
  missing: 'callBrandingProfileDoesNotExist',
  parameters: { name: text(200, { shown: 'list' }), invitationTemplate: text(255, { shown: 'list' }), resourceLocation: text(255, { shown: 'list' }) },
};

export const ivrBrandingProfiles: KindEntry = {
  ...profile,
  path: 'ivrBrandingProfiles',
  collection: 'ivrBrandingProfiles',
  entry: 'ivrBrandingProfile',
  missing: 'ivrBrandingProfileDoesNotExist',
  parameters: { name: text(200, { shown: 'list' }), resourceLocation: text(255, { shown: 'list' }) },
};

export const dialInSecurityProfiles: KindEntry = {
  ...profile,
  path: 'dialInSecurityProfiles',
  collection: 'dialInSecurityProfiles',
  entry: 'dialInSecurityProfile',
  missing: 'dialInSecurityProfileDoesNotExist',
  since: '3.0',
  parameters: {
    name: text(200, { shown: 'list' }),
    minPasscodeLength: integer(0, 200, { shown: 'list' }),
    allowOutOfPolicy: boolean({ shown: 'list' }),
  },
};
