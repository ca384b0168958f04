import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Person } from '@/lib/access/person';
import { openSocket, rawExchange } from '../support/raw-http';
import { startUsher, type RunningUsher } from '../support/usher';
import { visitor, type Visitor } from '../support/visitor';

const path = '/console/changes';
let usher: RunningUsher;
const sockets: WebSocket[] = [];

beforeAll(async () => {
  usher = await startUsher({ env: { EMULATOR: 'off' } });
});
afterAll(() => usher.stop());
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.terminate();
});

const bearer = () => ({ authorization: `Bearer ${usher.token}` });

/** Opens the stream as a page does. `closed` settles with the code of its end. */
async function watch({ browser }: Visitor): Promise<{ closed: Promise<number> }> {
  const socket = await openSocket(usher.url, path, { origin: usher.url, cookie: browser.cookieHeader });
  if (!(socket instanceof WebSocket)) throw new Error(`refused with ${socket}`);
  sockets.push(socket);
  return { closed: new Promise((resolve) => socket.once('close', (code) => resolve(code))) };
}

test('the stream opens for a session and from Usher’s own pages only', async () => {
  const { browser } = await visitor(usher, 'viewer');
  const cookie = browser.cookieHeader;
  const token = /next-auth\.session-token=([^;]+)/.exec(cookie)?.[1] ?? '';
  expect(await openSocket(usher.url, path, { origin: usher.url })).toBe(401);
  expect(await openSocket(usher.url, path, { origin: usher.url, ...bearer() })).toBe(401);
  expect(await openSocket(usher.url, path, { origin: usher.url, cookie: `next-auth.session-token=${token.slice(0, -4)}AAAA` })).toBe(401);
  const { port } = new URL(usher.url);
  for (const origin of ['https://evil.example', `http://localhost:${port}`, `https://127.0.0.1:${port}`, `${usher.url}.evil.example`, 'null', '']) {
    expect(await openSocket(usher.url, path, { origin, cookie }), origin).toBe(403);
  }
  expect(await openSocket(usher.url, path, { cookie })).toBe(403);
});

test('nothing else can be upgraded to', async () => {
  const { browser } = await visitor(usher, 'administrator');
  const headers = { origin: usher.url, cookie: browser.cookieHeader, ...bearer() };
  const others = ['/', '/board', '/_next/hmr', '/_next/webpack-hmr', '/api/v1/changes', '/console/data/me', '/console/changes/', '/console/changes%00'];
  for (const other of others) expect(await openSocket(usher.url, other, headers), other).toBe(404);
});

test.each(['http://127.0.0.1/console/changes', 'http://evil.example/', '//evil.example/console/changes', '*'])(
  'the request target %s leads nowhere, and Usher goes on',
  async (target) => {
    const { browser } = await visitor(usher, 'viewer');
    const answer = await rawExchange(
      usher.url,
      `GET ${target} HTTP/1.1\r\nHost: ${new URL(usher.url).host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nOrigin: ${usher.url}\r\n` +
        `Cookie: ${browser.cookieHeader}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect((await usher.api('/me')).status).toBe(200);
  },
);

test('whoever signs out loses the stream at once, and nobody else does', async () => {
  const [leaving, staying] = [await visitor(usher, 'viewer'), await visitor(usher, 'viewer')];
  const [ending, going] = [await watch(leaving), await watch(staying)];
  await leaving.browser.signOut();
  expect(await ending.closed).toBe(4401);
  expect(await Promise.race([going.closed, usher.api('/me').then(() => 'open')])).toBe('open');
});

test.each<[string, (person: Person) => Promise<unknown>]>([
  ['is removed', ({ id }) => usher.api(`/people/${id}`, { method: 'DELETE' })],
  ['loses rights', ({ id }) => usher.api(`/people/${id}`, { method: 'PATCH', body: { role: 'viewer' } })],
  ['gets another password', ({ id }) => usher.api(`/people/${id}/password`, { method: 'POST' })],
])('whoever %s loses every stream at once, and the session opens nothing any more', async (_, deed) => {
  const operator = await visitor(usher, 'operator');
  const [one, other] = [await watch(operator), await watch(operator)];
  await deed(operator.person);
  expect([await one.closed, await other.closed]).toEqual([4401, 4401]);
  expect((await operator.browser.get('/console/data/me')).status).toBe(401);
  expect(await openSocket(usher.url, path, { origin: usher.url, cookie: operator.browser.cookieHeader })).toBe(401);
});

test('whoever says too often whom they carry goes on to be heard, and carries nobody', async () => {
  const [chatty, staying] = [await visitor(usher, 'operator'), await visitor(usher, 'viewer')];
  const [ending, going] = [await watch(chatty), await watch(staying)];
  for (let time = 0; time < 100; time += 1) sockets[0]?.send(JSON.stringify({ lift: ['somebody'] }));
  expect(await Promise.race([ending.closed, going.closed, usher.api('/me').then(() => 'open')])).toBe('open');
  sockets[0]?.send(JSON.stringify({ lift: Array<string>(1_001).fill('x') }));
  expect(await ending.closed).toBe(4400);
});

test('a client that says too much, or nonsense, is cut off alone', async () => {
  const chatty = await visitor(usher, 'viewer');
  const [ending, going] = [await watch(chatty), await watch(await visitor(usher, 'viewer'))];
  sockets[0]?.send('x'.repeat(100_000));
  expect(await ending.closed).toBe(1009);
  expect(await Promise.race([going.closed, usher.api('/me').then(() => 'open')])).toBe('open');
});
