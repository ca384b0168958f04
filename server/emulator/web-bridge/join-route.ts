import type { IncomingMessage } from 'node:http';
import type { JoinRequest } from '../protocol/client-session';
import { type ApiResult, readJson, refuse } from './api-result';
import type { AuthResponse, CallBridgeLinks, SignedIn } from './call-bridge-links';
import { readJoinRequest, readUserJoinRequest } from './client-frames';
import { readSignIn } from './signed-in';
import type { TryLimiter } from './try-limiter';

export interface JoinDoors {
  links: CallBridgeLinks;
  limiter: TryLimiter;
  now(): number;
  /** A token was issued for somebody of this name. */
  issued(jwt: string, name: string): void;
}

/** Answers `POST /api/join`: asks a call bridge for a token, and says no in one of a few codes. */
export async function answerJoin(request: IncomingMessage, address: string, doors: JoinDoors): Promise<ApiResult> {
  const signIn = await readSignIn(request, doors.links, doors.now());
  if (signIn !== null && !signIn.ok) return refuse(signIn.code);
  const wish = await readJson(request, signIn === null ? readJoinRequest : readUserJoinRequest);
  if (!wish.ok) return wish.result;
  return join(wish.value, signIn?.signedIn ?? null, address, doors);
}

async function join(request: JoinRequest, signedIn: SignedIn | null, address: string, doors: JoinDoors): Promise<ApiResult> {
  const { name, ...wish } = request;
  const guesses = wish.passcode !== undefined || wish.secret !== undefined;
  const beganMs = doors.now();
  if (guesses) {
    const turn = doors.limiter.begin(address, wish.numericId, beganMs);
    if (!turn.ok) return { ...refuse('too-many-requests'), retryAfterSeconds: turn.retryAfterSeconds };
  }
  const response = await (signedIn === null ? doors.links.admitGuest(name, wish) : doors.links.admitUser(signedIn, wish));
  if (response === null) return refuse('no-call-bridge');
  if (guesses && !isWrongGuess(response)) doors.limiter.forgive(address, wish.numericId, beganMs);
  if (!response.ok) return refuse(response.code);
  doors.issued(response.jwt, signedIn?.name ?? name);
  return { status: 200, body: { jwt: response.jwt, space: response.space } };
}

function isWrongGuess(response: AuthResponse): boolean {
  return !response.ok && (response.code === 'passcode-wrong' || response.code === 'secret-wrong');
}
