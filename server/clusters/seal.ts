import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { ProblemError } from '@/lib/problem/problem';

const version = 'v1';
const ivBytes = 12;
const tagBytes = 16;

/** Encrypts what must be kept and used again, such as a bridge's password. */
export interface Sealer {
  /** @param label what it belongs to: the same must be given to open it, so that sealed values cannot be swapped */
  seal(plain: string, label: string): string;
  /** Throws `wrong-secret` if it was sealed with another secret, for another label, or was altered. */
  open(sealed: string, label: string): string;
}

/** AES-256-GCM with a key derived from `USHER_SECRET`. */
export function sealer(secret: string): Sealer {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'usher call bridge passwords', 32));
  return {
    seal(plain, label) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(label, 'utf8'));
      const encrypted = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return `${version}.${Buffer.concat([iv, cipher.getAuthTag(), encrypted]).toString('base64url')}`;
    },
    open(sealed, label) {
      const [found, body] = sealed.split('.');
      const bytes = Buffer.from(body ?? '', 'base64url');
      if (found !== version || bytes.length < ivBytes + tagBytes) throw unreadable(undefined);
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
        .setAAD(Buffer.from(label, 'utf8'))
        .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString('utf8');
      } catch (error) {
        throw unreadable(error);
      }
    },
  };
}

function unreadable(cause: unknown): ProblemError {
  return new ProblemError(
    'wrong-secret',
    'A stored password cannot be decrypted: USHER_SECRET is not the one that it was stored with, or the record was altered.',
    { cause },
  );
}
