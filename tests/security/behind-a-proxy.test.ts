import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { AuditRecord } from '@/lib/audit/audit-record';
import { openSocket, rawRequest } from '../support/raw-http';
import { startUsher, type RunningUsher } from '../support/usher';

const publicUrl = 'https://usher.example.net';
let usher: RunningUsher;
beforeAll(async () => {
  usher = await startUsher({ env: { EMULATOR: 'off', USHER_URL: publicUrl, USHER_TRUST_PROXY: 'true' } });
});
afterAll(() => usher.stop());

test('the address on record is the one that the proxy added, not those that the client made up before it', async () => {
  const headers = { 'x-forwarded-for': '198.51.100.1, 192.0.2.7' };
  await usher.api('/tokens', { body: { name: 'by proxy', role: 'viewer' }, headers });
  expect(((await usher.api('/audit?limit=1&action=create-token')).body as { items: AuditRecord[] }).items).toMatchObject([{ address: '192.0.2.7' }]);
  await usher.api('/tokens', { body: { name: 'beside it', role: 'viewer' } });
  expect(((await usher.api('/audit?limit=1&action=create-token')).body as { items: AuditRecord[] }).items).toMatchObject([{ address: '127.0.0.1' }]);
});

test('browsers are told to stay on HTTPS, and the session’s cookie never leaves it', async () => {
  const page = await fetch(`${usher.url}/sign-in`);
  expect(page.headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}/);
  expect(page.headers.get('content-security-policy')).toContain('connect-src \'self\' wss://usher.example.net');
  const start = await fetch(`${usher.url}/api/auth/csrf`);
  const { csrfToken } = (await start.json()) as { csrfToken: string };
  const cookie = start.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
  const form = new URLSearchParams({ csrfToken, ...usher.admin, callbackUrl: publicUrl, json: 'true' });
  const signIn = await rawRequest(usher.url, {
    method: 'POST',
    path: '/api/auth/callback/credentials',
    headers: { host: 'usher.example.net', cookie, 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  });
  const session = signIn.headers['set-cookie']?.find((line) => line.startsWith('__Secure-next-auth.session-token=')) ?? '';
  expect(session).toMatch(/; Secure(;|$)/i);
  expect(session).toMatch(/; HttpOnly(;|$)/i);

  const own = { cookie: session.split(';')[0] ?? '' };
  expect((await fetch(`${usher.url}/console/data/me`, { headers: own })).status).toBe(200);
  expect(await openSocket(usher.url, '/console/changes', { ...own, origin: usher.url })).toBe(403);
  const socket = await openSocket(usher.url, '/console/changes', { ...own, origin: publicUrl });
  expect(socket).toBeInstanceOf(WebSocket);
  if (socket instanceof WebSocket) socket.terminate();
});
