import type { IncomingMessage } from 'node:http';
import type { AccountAsk } from '../protocol/account';
import { type ApiResult, readJson, refuse } from './api-result';
import type { CallBridgeLinks } from './call-bridge-links';
import { readInvitationRequest, readSignInRequest } from './client-frames';
import { readSignIn } from './signed-in';
import type { TryLimiter } from './try-limiter';

export interface AccountDoors {
  links: CallBridgeLinks;
  limiter: TryLimiter;
  now(): number;
}

/** Answers `GET /api/auth`: whether anybody can sign in here, as the web bridge's profile says. */
export async function answerOffer({ links }: Pick<AccountDoors, 'links'>): Promise<ApiResult> {
  const offer = await links.offer();
  return offer === null ? refuse('no-call-bridge') : { status: 200, body: { userPortalEnabled: offer.userPortalEnabled } };
}

/** Answers `POST /api/auth`: has a call bridge check the password, for one address and user at most so often a minute. */
export async function answerSignIn(request: IncomingMessage, address: string, doors: AccountDoors): Promise<ApiResult> {
  const read = await readJson(request, readSignInRequest);
  if (!read.ok) return read.result;
  const { username, password } = read.value;
  const what = `user ${username.toLowerCase()}`;
  const beganMs = doors.now();
  const turn = doors.limiter.begin(address, what, beganMs);
  if (!turn.ok) return { ...refuse('too-many-requests'), retryAfterSeconds: turn.retryAfterSeconds };
  const response = await doors.links.signIn(username, password);
  if (response === null) return refuse('no-call-bridge');
  if (response.ok || response.code !== 'credentials-wrong') doors.limiter.forgive(address, what, beganMs);
  return response.ok ? { status: 200, body: { jwt: response.jwt, user: response.user } } : refuse(response.code);
}

/** Answers what a user who signed in asks about their account. */
export async function answerAccount(request: IncomingMessage, ask: AccountAsk, doors: AccountDoors): Promise<ApiResult> {
  const signIn = (await readSignIn(request, doors.links, doors.now())) ?? { ok: false, code: 'signed-out' };
  if (!signIn.ok) return refuse(signIn.code);
  const response = await doors.links.askAccount(signIn.signedIn, ask);
  if (response === null) return refuse('no-call-bridge');
  return response.ok ? { status: 200, body: response.answer } : refuse(response.code);
}

/** Answers the wish for an invitation, whose ids are GUIDs: anything else in their place is a 400, as in the product. */
export async function answerInvitation(
  request: IncomingMessage,
  ids: { space: string; accessMethod: string },
  webBridgeUrl: string,
  doors: AccountDoors,
): Promise<ApiResult> {
  if (![ids.space, ids.accessMethod].every(isGuid)) return { ...refuse('invalid'), status: 400 };
  const read = await readJson(request, readInvitationRequest);
  if (!read.ok) return read.result;
  return answerAccount(request, { about: 'invitation', ...ids, language: read.value.language, webBridgeUrl }, doors);
}

function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}
