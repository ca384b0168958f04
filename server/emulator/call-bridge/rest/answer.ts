import type { ConfigurationFailure } from '../../cluster/database/failure';
import { failureDetails, parameterError, xmlDeclaration } from './xml';

/** What one request is answered with. An empty body goes without a content type. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Failure tags that this emulator can answer with. Source: `docs/cms-wire.md`, section 1.3. */
export type FailureTag =
  | ConfigurationFailure
  | 'callBridgeGroupUnavailable'
  | 'callBridgeUnavailable'
  | 'callDoesNotExist'
  | 'callLegCannotBeDeleted'
  | 'callLegDoesNotExist'
  | 'callRecordingCannotBeModified'
  | 'callStreamingCannotBeModified'
  | 'cdrReceiverDoesNotExist'
  | 'invalidOperation'
  | 'loadBalancingDisabled'
  | 'participantCannotBeDeleted'
  | 'participantCannotBeModified'
  /** Not in the published list; the tag that the others suggest. */
  | 'participantDoesNotExist'
  | 'participantLimitReached'
  | 'tenantParticipantLimitReached'
  | 'tooManyCdrReceivers';

export function xml(...content: string[]): Answer {
  return { status: 200, headers: { 'Content-Type': 'text/xml' }, body: xmlDeclaration + content.join('') };
}

/** Without declaration: `GET /calls` only. Source: `docs/cms-wire.md`, section 11.2. */
export function xmlWithoutDeclaration(content: string): Answer {
  return { status: 200, headers: { 'Content-Type': 'text/xml' }, body: content };
}

export function plainText(body: string): Answer {
  return { status: 200, headers: { 'Content-Type': 'text/plain' }, body };
}

export const done: Answer = { status: 200, headers: {}, body: '' };

/** `path` is relative, such as `calls/<id>`. */
export function created(path: string): Answer {
  return { status: 200, headers: { Location: `/api/v1/${path}` }, body: '' };
}

export function failed(tag: FailureTag, status = 400): Answer {
  return { status, headers: { 'Content-Type': 'text/xml' }, body: failureDetails(tag) };
}

export function badParameters(...names: string[]): Answer {
  const details = names.map((name) => parameterError(name));
  return { status: 400, headers: { 'Content-Type': 'text/xml' }, body: failureDetails(...details) };
}

export const notSignedIn: Answer = { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="acano"' }, body: '' };
export const notFound: Answer = failed('unrecognisedObject', 404);
export const tooLarge: Answer = { status: 413, headers: { Connection: 'close' }, body: '' };
