import type { IncomingMessage } from 'node:http';
import type { JoinAnswer, JoinRefusal, JoinRequest } from '../protocol/client-session';
import type { AuthResponse, CallBridgeLinks } from './call-bridge-links';
import { readJoinRequest } from './client-frames';
import type { JoinLimiter } from './join-limiter';
import { readBody } from './request-body';

const MAX_BODY_BYTES = 4096;

export interface JoinDoors {
  links: CallBridgeLinks;
  limiter: JoinLimiter;
  now(): number;
  /** A token was issued for a guest of this name. */
  issued(jwt: string, name: string): void;
}

export interface JoinResult {
  status: number;
  body: JoinAnswer | JoinRefusal;
  retryAfterSeconds?: number;
}

const REFUSALS: Record<JoinRefusal['code'], { status: number; detail: string }> = {
  'meeting-not-found': { status: 404, detail: 'There is no meeting with this number.' },
  'passcode-required': { status: 401, detail: 'This meeting asks for a passcode.' },
  'passcode-wrong': { status: 401, detail: 'This is not the passcode of the meeting.' },
  invalid: { status: 422, detail: 'A join needs a numeric id of up to 24 digits and a name of up to 100 characters.' },
  'too-many-requests': { status: 429, detail: 'Too many tries with a passcode. Wait a little.' },
  'no-call-bridge': { status: 503, detail: 'No call bridge answers at the moment.' },
  'no-capacity': { status: 503, detail: 'No call bridge has room for another person at the moment.' },
};

function refuse(code: JoinRefusal['code']): JoinResult {
  return { status: REFUSALS[code].status, body: { code, detail: REFUSALS[code].detail } };
}

/** Answers `POST /api/join`: asks a call bridge for a guest's account and token, and says no in one of a few codes. */
export async function answerJoin(request: IncomingMessage, address: string, doors: JoinDoors): Promise<JoinResult> {
  const kind = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  // No page of another site can send this type without asking first, and nothing here says yes to that.
  if (kind !== 'application/json') return { ...refuse('invalid'), status: 415 };
  const body = await readBody(request, MAX_BODY_BYTES);
  if (!body.ok) return { ...refuse('invalid'), status: body.status };
  const wish = readJoinRequest(body.text);
  return wish === null ? refuse('invalid') : join(wish, address, doors);
}

async function join(wish: JoinRequest, address: string, doors: JoinDoors): Promise<JoinResult> {
  const beganMs = doors.now();
  if (wish.passcode !== undefined) {
    const turn = doors.limiter.begin(address, wish.numericId, beganMs);
    if (!turn.ok) return { ...refuse('too-many-requests'), retryAfterSeconds: turn.retryAfterSeconds };
  }
  const response = await doors.links.authenticate(wish);
  if (response === null) return refuse('no-call-bridge');
  if (wish.passcode !== undefined && !isWrongPasscode(response)) {
    doors.limiter.forgive(address, wish.numericId, beganMs);
  }
  if (!response.ok) return refuse(response.code);
  doors.issued(response.jwt, wish.name);
  return { status: 200, body: { jwt: response.jwt, space: response.space } };
}

function isWrongPasscode(response: AuthResponse): boolean {
  return !response.ok && response.code === 'passcode-wrong';
}
