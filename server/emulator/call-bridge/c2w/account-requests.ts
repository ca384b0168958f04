import { findUsers, spacesOf, userByJid, userWithPassword } from '../../cluster/users';
import type { User } from '../../cluster/users';
import { webBridgeRulesOf } from '../../cluster/web-bridge-rules';
import type { AccountAnswer, AccountAsk } from '../../protocol/account';
import type { ToCallBridge, ToWebBridge } from '../../protocol/c2w';
import type { BridgeCore } from '../bridge-core';
import { tokenIdOf } from '../guest-tokens';
import type { PlacerParts } from '../placing/placer';
import { invitationTo } from './invitation';
import type { SignIns } from './sign-ins';
import { detailsOf, summaryOf } from './space-view';

type Message<Type extends ToCallBridge['type']> = Extract<ToCallBridge, { type: Type }>;
type Response<Type extends ToWebBridge['type']> = Extract<ToWebBridge, { type: Type }>;

/** Answers whether users can sign in at this web bridge. */
export function answerOffer({ cluster }: BridgeCore, webBridge: string, { requestId }: Message<'offerRequest'>): Response<'offerResponse'> {
  const { userPortalEnabled } = webBridgeRulesOf(cluster, webBridge);
  return { type: 'offerResponse', requestId, userPortalEnabled };
}

/** Checks a user's password and issues the JWT of the sign-in. */
export async function answerSignIn(
  { core, tokens }: PlacerParts,
  signIns: SignIns,
  webBridge: string,
  { requestId, username, password }: Message<'signInRequest'>,
): Promise<Response<'signInResponse'>> {
  core.log.write(`WB3Cmgr: [${requestId}] AuthRequestReceived for connection id=${requestId} (user=${username})`);
  if (!webBridgeRulesOf(core.cluster, webBridge).userPortalEnabled) {
    return { type: 'signInResponse', requestId, ok: false, code: 'sign-in-off' };
  }
  const user = userWithPassword(core.cluster, username, password);
  if (user === null) {
    core.log.write(`unsuccessful login request from ${username}`);
    return { type: 'signInResponse', requestId, ok: false, code: 'credentials-wrong' };
  }
  const { userJid, name } = user;
  const token = core.ids.guid();
  const expiresAtMs = core.clock.now() + core.tempo.jwtLifetimeMs;
  signIns.add(token, userJid, expiresAtMs);
  const jwt = await tokens.sign({
    aud: 'account',
    jti: token,
    sub: userJid,
    name,
    iss: core.name,
    callBridge: core.id,
    iat: Math.floor(core.clock.now() / 1_000),
    exp: Math.floor(expiresAtMs / 1_000),
  });
  core.log.write(`WB3Cmgr: [${requestId}] issuing JWT ID ${token}`);
  core.log.write(`WB3Cmgr: [${requestId}] sending auth response (jwt length=${jwt.length}, connection=${requestId})`);
  core.log.write(`successful login request from ${userJid}`);
  return { type: 'signInResponse', requestId, ok: true, jwt, user: { name, userJid } };
}

/** The user whose sign-in a JWT is, which the web bridge has verified; null if it was revoked or the user is gone. */
export function signedInUser(core: BridgeCore, signIns: SignIns, jwt: string): User | null {
  const userJid = signIns.userOf(tokenIdOf(jwt) ?? '');
  return userJid === null ? null : userByJid(core.cluster, userJid);
}

/** Answers what a user who signed in here asks about their account. */
export function answerAccount(
  core: BridgeCore,
  signIns: SignIns,
  { requestId, jwt, ask }: Message<'accountRequest'>,
): Response<'accountResponse'> {
  const user = signedInUser(core, signIns, jwt);
  if (user === null) return { type: 'accountResponse', requestId, ok: false, code: 'signed-out' };
  if (ask.about === 'sign-out') signIns.revoke(tokenIdOf(jwt) ?? '');
  const answer = answerTo(core, user, ask);
  if (answer === null) return { type: 'accountResponse', requestId, ok: false, code: 'not-found' };
  return { type: 'accountResponse', requestId, ok: true, answer };
}

function answerTo({ cluster }: BridgeCore, user: User, ask: AccountAsk): AccountAnswer | null {
  switch (ask.about) {
    case 'sign-out':
      return { signedOut: true };
    case 'spaces':
      return { coSpaces: spacesOf(cluster, user.userJid).map(summaryOf) };
    case 'space':
      return detailsOf(cluster, user, ask.space);
    case 'users':
      return { users: findUsers(cluster, ask.query).map(({ name, userJid, email }) => ({ name, userJid, email })) };
    case 'invitation': {
      const space = detailsOf(cluster, user, ask.space);
      const method = space?.accessMethods.find(({ id }) => id === ask.accessMethod);
      return space && method ? invitationTo(space, method, { host: user.name, ...ask, sipDomain: cluster.sipDomain }) : null;
    }
  }
}
