import type { IncomingMessage } from 'node:http';
import type { CallBridgeLinks, SignedIn } from './call-bridge-links';
import { unverifiedClaim, verifyAccountToken } from './token';

export type SignInRead = { ok: true; signedIn: SignedIn } | { ok: false; code: 'signed-out' | 'no-call-bridge' };

const LONGEST_JWT = 4096;

/**
 * The sign-in that a request brings in `Authorization: Bearer`, verified with the key of the call bridge that issued it;
 * null where it brings none.
 */
export async function readSignIn(request: IncomingMessage, links: CallBridgeLinks, nowMs: number): Promise<SignInRead | null> {
  const { authorization } = request.headers;
  if (authorization === undefined) return null;
  const jwt = /^bearer +(\S+)$/i.exec(authorization)?.[1];
  if (jwt === undefined || jwt.length > LONGEST_JWT) return { ok: false, code: 'signed-out' };
  const callBridge = unverifiedClaim(jwt, 'callBridge');
  if (callBridge === null) return { ok: false, code: 'signed-out' };
  const link = links.find(callBridge);
  const tokenKey = link?.tokenKey ?? null;
  if (link === undefined || tokenKey === null) return { ok: false, code: 'no-call-bridge' };
  const token = await verifyAccountToken(jwt, tokenKey, nowMs);
  return token.ok ? { ok: true, signedIn: { jwt, name: token.claims.name, link } } : { ok: false, code: 'signed-out' };
}
