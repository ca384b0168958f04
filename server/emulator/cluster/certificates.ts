import 'reflect-metadata';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { randomBytes, webcrypto } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/** PEM texts: the authority that a client is to trust, and the one certificate and key of every node. */
export interface Certificates {
  readonly authority: string;
  readonly cert: string;
  readonly key: string;
}

const schema = z.object({ authority: z.string(), cert: z.string(), key: z.string() });

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const dayMs = 24 * 60 * 60 * 1_000;
const authorityDays = 3_650;
/** Browsers and some clients refuse server certificates that live longer. */
const serverDays = 397;
const renewDaysBefore = 30;

/**
 * The certificates kept in `dataDir`, or new ones where there are none, they cannot be read, or they end within 30 days.
 * A new authority comes with every renewal, because its key is not kept. With `dataDir` null nothing is written.
 * Rejects if the directory cannot be written.
 */
export async function openCertificates(dataDir: string | null, nowMs: number): Promise<Certificates> {
  if (dataDir === null) return makeCertificates(nowMs);
  const file = path.join(dataDir, 'certificates.json');
  const kept = await readKept(file);
  if (kept && remainingMs(kept, nowMs) > renewDaysBefore * dayMs) return kept;
  const made = await makeCertificates(nowMs);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, JSON.stringify(made), { mode: 0o600 });
  await rename(unfinished, file);
  return made;
}

async function readKept(file: string): Promise<Certificates | null> {
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    // Not there yet, or damaged: both are put right by making new ones.
    return null;
  }
}

function remainingMs({ cert, authority }: Certificates, nowMs: number): number {
  const ends = [cert, authority].map((pem) => new X509Certificate(pem).notAfter.getTime());
  return Math.min(...ends) - nowMs;
}

async function makeCertificates(nowMs: number): Promise<Certificates> {
  const authorityKeys = await makeKeys();
  const serverKeys = await makeKeys();
  // Clocks of clients may be a little behind.
  const notBefore = new Date(nowMs - dayMs);
  const authority = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: 'CN=Usher emulator authority',
    notBefore,
    notAfter: new Date(nowMs + authorityDays * dayMs),
    keys: authorityKeys,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  const server = await X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: 'CN=localhost',
    issuer: authority.subject,
    notBefore,
    notAfter: new Date(nowMs + serverDays * dayMs),
    publicKey: serverKeys.publicKey,
    signingKey: authorityKeys.privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
        { type: 'ip', value: '::1' },
      ]),
      await AuthorityKeyIdentifierExtension.create(authorityKeys.publicKey),
      await SubjectKeyIdentifierExtension.create(serverKeys.publicKey),
    ],
  });
  return { authority: authority.toString('pem'), cert: server.toString('pem'), key: await pemOf(serverKeys.privateKey) };
}

/** A certificate and key that no authority has signed, made once. */
export function strangeCertificate(): Promise<{ cert: string; key: string }> {
  strange ??= makeStrangeCertificate();
  return strange;
}

let strange: Promise<{ cert: string; key: string }> | null = null;

async function makeStrangeCertificate(): Promise<{ cert: string; key: string }> {
  const keys = await makeKeys();
  const nowMs = Date.now();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: 'CN=somebody else',
    notBefore: new Date(nowMs - dayMs),
    notAfter: new Date(nowMs + serverDays * dayMs),
    keys,
    signingAlgorithm: algorithm,
  });
  return { cert: certificate.toString('pem'), key: await pemOf(keys.privateKey) };
}

async function pemOf(key: CryptoKey): Promise<string> {
  return PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}

function makeKeys(): Promise<CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

/** 16 random bytes, the first one positive and not zero, as X.509 asks for. */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes.writeUInt8((bytes.readUInt8(0) & 0x7f) | 0x40, 0);
  return bytes.toString('hex');
}
