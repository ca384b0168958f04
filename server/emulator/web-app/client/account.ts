import type { SignInAnswer, SpaceList, SpaceSummary } from '../../protocol/account';
import { asObject, jsonIn } from './json';
import type { Transport, WebAnswer } from './transport';

/** Why somebody is not signed in, or what they asked for is not shown. */
export type AccountProblem = 'credentials-wrong' | 'sign-in-off' | 'too-many-requests' | 'signed-out' | 'no-call-bridge' | 'unreachable';

export type AccountOutcome<T> = ({ ok: true } & T) | { ok: false; problem: AccountProblem };

/** What the user reads. */
export const ACCOUNT_WORDS: Record<AccountProblem, { title: string; text: string }> = {
  'credentials-wrong': { title: 'Not signed in', text: 'There is no user with this name and password.' },
  'sign-in-off': { title: 'No sign-in here', text: 'Nobody signs in to this web app. Join as a guest.' },
  'too-many-requests': { title: 'Too many tries', text: 'Too many wrong passwords were tried. Wait a minute, then try again.' },
  'signed-out': { title: 'You are signed out', text: 'Your sign-in has ended. Sign in again.' },
  'no-call-bridge': { title: 'No meeting server answers', text: 'The meeting servers cannot be reached at the moment. Try again shortly.' },
  unreachable: { title: 'No connection', text: 'The web app could not reach its server. Check your network and try again.' },
};

/** Whether users can sign in at this web bridge; true where it does not say, so that whoever tries is told why not. */
export async function isSignInOffered(transport: Transport): Promise<boolean> {
  const answer = await transport.ask({ method: 'GET', path: '/api/auth', jwt: null });
  return bodyOf(answer)?.userPortalEnabled !== false;
}

/** Signs a user in. */
export async function signIn(transport: Transport, username: string, password: string): Promise<AccountOutcome<SignInAnswer>> {
  const answer = await transport.ask({ method: 'POST', path: '/api/auth', jwt: null, body: { username, password, trace: false } });
  const body = bodyOf(answer);
  const user = asObject(body?.user);
  if (typeof body?.jwt !== 'string' || typeof user?.name !== 'string' || typeof user.userJid !== 'string') return problemIn(answer);
  return { ok: true, jwt: body.jwt, user: { name: user.name, userJid: user.userJid } };
}

/** The spaces that the user of a sign-in is a member of. */
export async function listSpaces(transport: Transport, jwt: string): Promise<AccountOutcome<SpaceList>> {
  const answer = await transport.ask({ method: 'GET', path: '/api/cospaces', jwt });
  const coSpaces = bodyOf(answer)?.coSpaces;
  return Array.isArray(coSpaces) && coSpaces.every(isSpace) ? { ok: true, coSpaces } : problemIn(answer);
}

/** Ends a sign-in. Whether the server heard of it makes no difference here: the JWT is thrown away. */
export async function signOut(transport: Transport, jwt: string): Promise<void> {
  await transport.ask({ method: 'DELETE', path: '/api/auth', jwt });
}

function bodyOf(answer: WebAnswer): Record<string, unknown> | null {
  return answer.reached && answer.status === 200 ? asObject(jsonIn(answer.text)) : null;
}

function problemIn(answer: WebAnswer): { ok: false; problem: AccountProblem } {
  const code = answer.reached ? asObject(jsonIn(answer.text))?.code : null;
  return { ok: false, problem: isProblem(code) ? code : 'unreachable' };
}

function isProblem(value: unknown): value is AccountProblem {
  return typeof value === 'string' && Object.hasOwn(ACCOUNT_WORDS, value);
}

function isSpace(value: unknown): value is SpaceSummary {
  const space = asObject(value);
  return [space?.id, space?.name, space?.uri, space?.numericId].every((field) => typeof field === 'string');
}
