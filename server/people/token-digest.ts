import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits as 43 characters that fit a cookie or a header. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a session id or a token. It has 256 bits of its own, so one plain SHA-256 is enough. */
export function tokenDigest(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
