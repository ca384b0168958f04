/** Why something that raised an alarm fails. Source: `docs/cms-wire.md`, section 3, alarm entries. */
export type FailureReason =
  | 'authenticationFailure'
  | 'connectFailure'
  | 'dnsFailure'
  | 'error'
  | 'fileNotFound'
  | 'internalServerError'
  | 'serviceUnavailable';
