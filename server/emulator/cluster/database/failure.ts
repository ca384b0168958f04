/** Why the configuration database takes a change or a question not. Source: `docs/cms-wire.md`, section 1.3. */
export type ConfigurationFailure =
  | 'accessMethodDoesNotExist'
  | 'callBridgeDoesNotExist'
  | 'callBridgeGroupDoesNotExist'
  | 'callLegProfileDoesNotExist'
  | 'callProfileDoesNotExist'
  | 'coSpaceDoesNotExist'
  | 'duplicateCallBridgeName'
  | 'duplicateCoSpaceId'
  | 'duplicateCoSpaceIdPasscode'
  | 'duplicateCoSpaceSecret'
  | 'duplicateCoSpaceUri'
  | 'duplicateCoSpaceUriPasscode'
  | 'unrecognisedObject'
  /** Not in the published list; see the README, Gaps. */
  | 'webBridgeDoesNotExist'
  | 'webBridgeProfileDoesNotExist';
