import { SignJWT, decodeJwt, exportJWK, generateKeyPair } from 'jose';
import type { AccountClaims, CallClaims } from '../protocol/c2w';

/** Signs the JWTs that one Call Bridge issues. The key is made at start and lives in memory only. */
export interface GuestTokens {
  /** Public JWK for the web bridges, and its id. */
  readonly jwtKey: Record<string, unknown>;
  readonly jwtKeyId: string;
  sign(claims: CallClaims | AccountClaims): Promise<string>;
}

export async function createGuestTokens(keyId: string): Promise<GuestTokens> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwk = await exportJWK(publicKey);
  return {
    jwtKey: { ...jwk, alg: 'ES256', use: 'sig', kid: keyId },
    jwtKeyId: keyId,
    sign: (claims) => new SignJWT({ ...claims }).setProtectedHeader({ alg: 'ES256', kid: keyId, typ: 'JWT' }).sign(privateKey),
  };
}

/**
 * The token id in a JWT that a web bridge has verified already. Null if there is none. Whether the token is still known
 * is for the world to say.
 */
export function tokenIdOf(jwt: string): string | null {
  try {
    return decodeJwt(jwt).jti ?? null;
  } catch {
    return null;
  }
}
