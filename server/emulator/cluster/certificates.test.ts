import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCertificates } from './certificates';

const dayMs = 86_400_000;
const nowMs = Date.UTC(2026, 5, 1);
let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'emulator-certificates-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

test('the server certificate is for localhost and 127.0.0.1, and the authority signed it', async () => {
  const { authority, cert } = await openCertificates(null, nowMs);
  const [signer, server] = [new X509Certificate(authority), new X509Certificate(cert)];
  expect([signer.ca, server.ca]).toEqual([true, false]);
  expect(server.verify(signer.publicKey)).toBe(true);
  expect(server.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1');
});

test('certificates are kept, readable by their owner alone', async () => {
  const first = await openCertificates(dataDir, nowMs);
  expect(await openCertificates(dataDir, nowMs + 300 * dayMs)).toEqual(first);
  expect((await stat(path.join(dataDir, 'certificates.json'))).mode & 0o777).toBe(0o600);
});

test('they are made anew a month before their end, and when they cannot be read', async () => {
  const first = await openCertificates(dataDir, nowMs);
  const second = await openCertificates(dataDir, nowMs + 380 * dayMs);
  expect(second.cert).not.toBe(first.cert);
  const file = path.join(dataDir, 'certificates.json');
  await writeFile(file, (await readFile(file, 'utf8')).slice(0, 100));
  expect((await openCertificates(dataDir, nowMs)).cert).not.toBe(second.cert);
});
