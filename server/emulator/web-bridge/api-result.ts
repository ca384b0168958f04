import type { IncomingMessage } from 'node:http';
import type { AccountAnswer, AccountRefusal, SignInAnswer, SignInOffer } from '../protocol/account';
import type { JoinAnswer, JoinRefusal } from '../protocol/client-session';
import { readBody } from './request-body';

export interface ApiResult {
  status: number;
  body: JoinAnswer | SignInOffer | SignInAnswer | AccountAnswer | JoinRefusal | AccountRefusal;
  retryAfterSeconds?: number;
}

export type RefusalCode = JoinRefusal['code'] | AccountRefusal['code'];

const REFUSALS: Record<RefusalCode, { status: number; detail: string }> = {
  'meeting-not-found': { status: 404, detail: 'There is no meeting with this number.' },
  'passcode-required': { status: 401, detail: 'This meeting asks for a passcode.' },
  'passcode-wrong': { status: 401, detail: 'This is not the passcode of the meeting.' },
  'secret-wrong': { status: 401, detail: 'This link does not open the meeting, or no longer.' },
  'members-only': { status: 403, detail: 'Only members of the space who have signed in come in this way.' },
  'guests-not-admitted': { status: 403, detail: 'Nobody joins here without signing in.' },
  'way-closed': { status: 403, detail: 'Meetings are not joined in this way here.' },
  'signed-out': { status: 401, detail: 'The sign-in is missing or has ended.' },
  'credentials-wrong': { status: 401, detail: 'There is no user with this name and password.' },
  'sign-in-off': { status: 403, detail: 'Nobody can sign in here.' },
  'not-found': { status: 404, detail: 'There is nothing of yours by that id.' },
  invalid: { status: 422, detail: 'The request cannot be read as it is.' },
  'too-many-requests': { status: 429, detail: 'Too many tries. Wait a little.' },
  'no-call-bridge': { status: 503, detail: 'No call bridge answers at the moment.' },
  'meeting-full': { status: 403, detail: 'As many people are in the meeting as may be.' },
  'no-capacity': { status: 503, detail: 'No call bridge has room for another person at the moment.' },
};

export function refuse<Code extends RefusalCode>(code: Code): { status: number; body: { code: Code; detail: string } } {
  const { status, detail } = REFUSALS[code];
  return { status, body: { code, detail } };
}

const MAX_BODY_BYTES = 4096;

export type ReadJson<T> = { ok: true; value: T } | { ok: false; result: ApiResult };

/** Reads a body of up to 4 kB with `read`, which says null to what it does not understand. */
export async function readJson<T>(request: IncomingMessage, read: (text: string) => T | null): Promise<ReadJson<T>> {
  const kind = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  // No page of another site can send this type without asking first, and nothing here says yes to that.
  if (kind !== 'application/json') return { ok: false, result: { ...refuse('invalid'), status: 415 } };
  const body = await readBody(request, MAX_BODY_BYTES);
  if (!body.ok) return { ok: false, result: { ...refuse('invalid'), status: body.status } };
  const value = read(body.text);
  return value === null ? { ok: false, result: refuse('invalid') } : { ok: true, value };
}
