import { decodeJwt, errors, importJWK, jwtVerify, type CryptoKey } from 'jose';
import { z } from 'zod';
import type { AccountClaims, CallClaims } from '../protocol/c2w';

/** Verifies the tokens of one call bridge. */
export interface TokenKey {
  /** Name of the call bridge, the issuer of its tokens. */
  issuer: string;
  algorithm: 'ES256' | 'EdDSA';
  key: CryptoKey;
}

const claims = { jti: z.string(), sub: z.string(), iss: z.string(), callBridge: z.string(), exp: z.number(), iat: z.number() };
const callClaims = z.object({ ...claims, aud: z.literal('call'), call: z.string(), participant: z.string() });
const accountClaims = z.object({ ...claims, aud: z.literal('account'), name: z.string() });

/** Reads the public key of a `hello`. Throws where it is none of a supported kind (P-256 or Ed25519). */
export async function importTokenKey(issuer: string, jwk: Record<string, unknown>): Promise<TokenKey> {
  const algorithm = jwk.kty === 'OKP' ? 'EdDSA' : 'ES256';
  const key = await importJWK(jwk, algorithm);
  if (key instanceof Uint8Array) throw new TypeError('a call bridge signs its tokens with a key pair');
  if (key.type !== 'public') throw new TypeError('a call bridge sends the public half of its key');
  return { issuer, algorithm, key };
}

/** What a token says of itself before anything is verified; null where it does not say so, or is no token at all. */
export function unverifiedClaim(jwt: string, claim: 'callBridge' | 'participant'): string | null {
  try {
    const value = decodeJwt(jwt)[claim];
    return typeof value === 'string' ? value : null;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}

export type VerifiedToken<Claims> = { ok: true; claims: Claims } | { ok: false; reason: 'token-expired' | 'token-unknown' };

/** Signature, issuer, expiry and claims of a token that starts a session. `nowMs` is the web bridge's clock. */
export function verifyCallToken(jwt: string, tokenKey: TokenKey, nowMs: number): Promise<VerifiedToken<CallClaims>> {
  return verify(callClaims, jwt, tokenKey, nowMs);
}

/** The same for the token of a sign-in. */
export function verifyAccountToken(jwt: string, tokenKey: TokenKey, nowMs: number): Promise<VerifiedToken<AccountClaims>> {
  return verify(accountClaims, jwt, tokenKey, nowMs);
}

async function verify<Claims>(
  schema: z.ZodType<Claims>,
  jwt: string,
  tokenKey: TokenKey,
  nowMs: number,
): Promise<VerifiedToken<Claims>> {
  const { issuer, algorithm, key } = tokenKey;
  try {
    // One algorithm, the key's own: a token does not choose how it is verified.
    const { payload } = await jwtVerify(jwt, key, { issuer, algorithms: [algorithm], currentDate: new Date(nowMs) });
    const read = schema.safeParse(payload);
    return read.success ? { ok: true, claims: read.data } : { ok: false, reason: 'token-unknown' };
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { ok: false, reason: 'token-expired' };
    if (error instanceof errors.JOSEError) return { ok: false, reason: 'token-unknown' };
    throw error;
  }
}
