import fc from 'fast-check';
import { base64url, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { importTokenKey, type TokenKey, unverifiedClaim, verifyAccountToken, verifyCallToken } from './token';

const NOW_MS = 1_800_000_000_000;
const CLAIMS = { aud: 'call', jti: 'j', sub: 'guest1', iss: 'cbcms1', callBridge: 'b', call: 'c', participant: 'p', iat: NOW_MS / 1000, exp: NOW_MS / 1000 + 60 };

let tokenKey: TokenKey;
let sign: (claims: Record<string, unknown>) => Promise<string>;

beforeAll(async () => {
  const pair = await generateKeyPair('ES256', { extractable: true });
  tokenKey = await importTokenKey('cbcms1', { ...(await exportJWK(pair.publicKey)) });
  sign = (claims) => new SignJWT(claims).setProtectedHeader({ alg: 'ES256' }).sign(pair.privateKey);
});

describe('a token', () => {
  it('that is right is accepted with its claims', async () => {
    expect(await verifyCallToken(await sign(CLAIMS), tokenKey, NOW_MS)).toEqual({ ok: true, claims: CLAIMS });
  });

  it.each([
    ['expired', { exp: NOW_MS / 1000 - 1 }, 'token-expired'],
    ['of another issuer', { iss: 'cbcms2' }, 'token-unknown'],
    ['without a participant', { participant: undefined }, 'token-unknown'],
    ['of a sign-in', { aud: 'account', name: 'Ana' }, 'token-unknown'],
  ])('that is %s is refused', async (_what, claims, reason) => {
    expect(await verifyCallToken(await sign({ ...CLAIMS, ...claims }), tokenKey, NOW_MS)).toEqual({ ok: false, reason });
  });

  it('of a sign-in is told from one of a call', async () => {
    const account = { ...CLAIMS, aud: 'account', name: 'Ana' };
    expect(await verifyAccountToken(await sign(account), tokenKey, NOW_MS)).toMatchObject({ ok: true, claims: { sub: 'guest1', name: 'Ana' } });
    expect(await verifyAccountToken(await sign(CLAIMS), tokenKey, NOW_MS)).toEqual({ ok: false, reason: 'token-unknown' });
  });

  it.each(['none', 'EdDSA', 'HS256', 'RS256', 'ES384', '', 7])('cannot choose %j to be verified with', async (alg) => {
    const [, payload, signature] = (await sign(CLAIMS)).split('.');
    const header = base64url.encode(JSON.stringify({ alg }));
    expect(await verifyCallToken(`${header}.${payload}.${signature}`, tokenKey, NOW_MS)).toEqual({ ok: false, reason: 'token-unknown' });
  });

  it('changed in any one place is refused', async () => {
    const good = await sign(CLAIMS);
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.constantFrom('A', 'z', '.', '=', '\u0000', 'ü', ''), async (at, put) => {
        const bad = good.slice(0, at) + put + good.slice(at + 1);
        if (isSame(good, bad)) return;
        expect((await verifyCallToken(bad, tokenKey, NOW_MS)).ok).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});

it('reads claims of whatever it is given without harm', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.json().map((text) => base64url.encode(text))), { maxLength: 4 }), (parts) => {
      const claim = unverifiedClaim(parts.join('.'), 'callBridge');
      expect(claim === null || typeof claim === 'string').toBe(true);
    }),
  );
});

it.each([{ kty: 'oct', k: 'c2VjcmV0' }, { kty: 'RSA' }, {}, { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' }])('takes no key but a public one of a known kind: %j', async (jwk) => {
  await expect(importTokenKey('cbcms1', jwk)).rejects.toThrow();
});

/** The last character of a signature holds bits that are not used: other text can be the same token. */
function isSame(a: string, b: string): boolean {
  const [headerA, payloadA, signatureA = ''] = a.split('.');
  const [headerB, payloadB, signatureB = ''] = b.split('.');
  return headerA === headerB && payloadA === payloadB && Buffer.from(signatureA, 'base64url').equals(Buffer.from(signatureB, 'base64url'));
}
