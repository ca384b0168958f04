import { createHash, X509Certificate } from 'node:crypto';
import { z } from 'zod';

/** A SHA-256 fingerprint in any usual spelling, brought into the one that is stored: `AB:CD:...`. */
const fingerprint = z
  .string()
  .transform((text) => text.replace(/[\s:]/g, '').toUpperCase())
  .refine((hex) => /^[0-9A-F]{64}$/.test(hex), 'A SHA-256 fingerprint has 64 hexadecimal digits.')
  .transform((hex) => hex.match(/../g)?.join(':') ?? hex);

const authority = z
  .string()
  .trim()
  .max(100_000)
  .refine(isReadablePem, 'Paste the certificate of the authority, with its BEGIN and END lines.');

/**
 * How a bridge's certificate is judged: it is exactly the one whose fingerprint was confirmed; or one of these
 * authorities (PEM) vouches for it and for the host name; or one that the system trusts does.
 */
export const trustSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('fingerprint'), value: fingerprint }),
  z.strictObject({ kind: z.literal('authority'), value: authority }),
  z.strictObject({ kind: z.literal('system'), value: z.literal('').default('') }),
]);
export type Trust = z.infer<typeof trustSchema>;

/** What a person needs to see of a certificate before confirming it. */
export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  /** SHA-256, as `AB:CD:...`. */
  readonly fingerprint: string;
  /** RFC 3339. */
  readonly notBefore: string;
  readonly notAfter: string;
}

/** @param der the certificate as it came over the wire */
export function readCertificate(der: Buffer): CertificateFacts {
  const certificate = new X509Certificate(der);
  return {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    fingerprint: fingerprintOf(der),
    notBefore: new Date(certificate.validFrom).toISOString(),
    notAfter: new Date(certificate.validTo).toISOString(),
  };
}

/** SHA-256 of a certificate in DER, as `AB:CD:...`. */
export function fingerprintOf(der: Buffer): string {
  return createHash('sha256').update(der).digest('hex').toUpperCase().match(/../g)?.join(':') ?? '';
}

function oneLine(name: string | undefined): string {
  return (name ?? '').split('\n').filter(Boolean).join(', ');
}

function isReadablePem(text: string): boolean {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g);
  if (!blocks) return false;
  return blocks.every((block) => {
    try {
      return new X509Certificate(block).raw.length > 0;
    } catch {
      return false;
    }
  });
}
