/** Why the configuration database takes a change or a question not. Source: `docs/cms-wire.md`, section 1.3. */
export type ConfigurationFailure =
  | 'accessMethodDoesNotExist'
  | 'callBrandingProfileDoesNotExist'
  | 'callBridgeDoesNotExist'
  | 'callBridgeGroupDoesNotExist'
  | 'callLegProfileDoesNotExist'
  | 'callProfileDoesNotExist'
  | 'coSpaceDoesNotExist'
  | 'coSpaceUserDoesNotExist'
  | 'compatibilityProfileDoesNotExist'
  | 'dialInSecurityProfileDoesNotExist'
  | 'dtmfProfileDoesNotExist'
  | 'duplicateCallBridgeName'
  | 'duplicateCoSpaceId'
  | 'duplicateCoSpaceIdPasscode'
  | 'duplicateCoSpaceSecret'
  | 'duplicateCoSpaceUri'
  | 'duplicateCoSpaceUriPasscode'
  | 'ivrBrandingProfileDoesNotExist'
  | 'passcodeTooShort'
  | 'tenantDoesNotExist'
  | 'tenantGroupDoesNotExist'
  | 'unrecognisedObject'
  | 'userDoesNotExist'
  | 'userProfileDoesNotExist'
  /** Not in the published list; see the README, Gaps. */
  | 'webBridgeDoesNotExist'
  | 'webBridgeProfileDoesNotExist';

/** A failure of the API, or the parameters that hold what they must not. */
export type Refusal = { readonly tag: ConfigurationFailure } | { readonly invalid: readonly string[] };
