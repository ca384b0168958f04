import { errors } from 'undici';
import { CertificateMismatchError } from '@/server/bridge-client/secure-connector';

/** How far a request got when it came to nothing. */
export type Stage =
  /** It was never written to a connection. */
  | 'not-sent'
  /** It was written; no answer has begun. */
  | 'sent'
  /** The answer had begun. */
  | 'answering';

/** What a request to a bridge came to, where it did not bring a whole answer. */
export interface ExchangeFailure {
  readonly stage: Stage;
  readonly cause: 'time-out' | 'busy-line' | 'called-off' | 'broken-off' | 'too-large' | 'not-http' | ConnectionCause;
  /** For the words: the certificate that was presented, a system error code, or the like. Holds no secret. */
  readonly about: string | null;
}

export type ConnectionCause =
  | 'unknown-host'
  | 'refused'
  | 'unreachable'
  | 'certificate-mismatch'
  | 'certificate-untrusted'
  | 'certificate-other-name'
  | 'certificate-expired'
  | 'not-tls'
  | 'not-connected';

const causeByCode: Readonly<Record<string, ConnectionCause>> = {
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'unknown-host',
  EAI_FAIL: 'unknown-host',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  CERT_HAS_EXPIRED: 'certificate-expired',
  CERT_NOT_YET_VALID: 'certificate-expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-other-name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate-untrusted',
  CERT_SIGNATURE_FAILURE: 'certificate-untrusted',
  CERT_UNTRUSTED: 'certificate-untrusted',
  INVALID_CA: 'certificate-untrusted',
  INVALID_PURPOSE: 'certificate-untrusted',
};

/** What an error of a connection attempt means. Nothing had been sent. */
export function connectionFailure(error: Error): ExchangeFailure {
  if (error instanceof CertificateMismatchError) {
    return { stage: 'not-sent', cause: 'certificate-mismatch', about: error.presented.fingerprint };
  }
  const code = codeOf(error);
  const known = code === null ? undefined : causeByCode[code];
  if (known) return { stage: 'not-sent', cause: known, about: code };
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') {
    return { stage: 'not-sent', cause: 'time-out', about: null };
  }
  if (code === 'EPROTO' || code?.startsWith('ERR_SSL')) return { stage: 'not-sent', cause: 'not-tls', about: code };
  return { stage: 'not-sent', cause: 'not-connected', about: code };
}

/** What an error after the request was written means. */
export function brokenExchange(error: Error, stage: 'sent' | 'answering'): ExchangeFailure {
  const code = codeOf(error);
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') {
    return { stage, cause: 'time-out', about: null };
  }
  if (error instanceof errors.HTTPParserError || code === 'UND_ERR_HEADERS_OVERFLOW') return { stage, cause: 'not-http', about: code };
  return { stage, cause: 'broken-off', about: code };
}

function codeOf(error: Error): string | null {
  // An address with several records fails with one error per record.
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return codeOf(error.errors[0]);
  return 'code' in error && typeof error.code === 'string' ? error.code : null;
}
