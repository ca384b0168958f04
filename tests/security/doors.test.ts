import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rawRequest } from '../support/raw-http';
import { startUsher, type RunningUsher } from '../support/usher';
import { visitor } from '../support/visitor';

let usher: RunningUsher;
beforeAll(async () => {
  usher = await startUsher({ scenario: 'empty' });
});
afterAll(() => usher.stop());

const bearer = () => ({ authorization: `Bearer ${usher.token}` });
const get = async (path: string, headers: Record<string, string>) => (await fetch(usher.url + path, { headers, redirect: 'manual' })).status;

describe('each door takes its own key and no other', () => {
  test('the API takes tokens, never a session', async () => {
    const { browser } = await visitor(usher, 'administrator');
    const cookie = browser.cookieHeader;
    for (const path of ['/api/v1/me', '/api/v1/meetings', '/api/v1/changes', '/api/v1/audit', '/metrics']) {
      expect(await get(path, { cookie }), path).toBe(401);
      expect(await get(path, { cookie, authorization: 'Bearer wrong' }), path).toBe(401);
    }
    const post = await fetch(`${usher.url}/api/v1/stop-all`, { method: 'POST', headers: { cookie } });
    expect(post.status).toBe(401);
  });

  test('the console’s data take a session, never a token', async () => {
    const { browser } = await visitor(usher, 'viewer');
    const cookie = browser.cookieHeader;
    for (const path of ['/console/data/me', '/console/data/meetings', '/console/data/participants']) {
      expect(await get(path, {}), path).toBe(401);
      expect(await get(path, bearer()), path).toBe(401);
      expect(await get(path, { cookie }), path).toBe(200);
    }
  });

  test('the console’s data go to Usher’s own pages only', async () => {
    const { browser } = await visitor(usher, 'viewer');
    const cookie = browser.cookieHeader;
    for (const site of ['cross-site', 'same-site', 'something-new']) {
      expect(await get('/console/data/me', { cookie, 'sec-fetch-site': site }), site).toBe(401);
    }
    for (const site of ['same-origin', 'none']) {
      expect(await get('/console/data/me', { cookie, 'sec-fetch-site': site }), site).toBe(200);
    }
    const answer = await fetch(`${usher.url}/console/data/me`, { headers: { cookie, origin: 'https://evil.example' } });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('the console’s data can only be read, and only by who may', async () => {
    const { browser } = await visitor(usher, 'viewer');
    const cookie = browser.cookieHeader;
    for (const path of ['/people', '/tokens', '/audit', '/audit/verify']) expect(await get(`/console/data${path}`, { cookie }), path).toBe(403);
    for (const path of ['/stop-all', '/call-bridges/test', '/changes', '/openapi.json']) expect(await get(`/console/data${path}`, { cookie }), path).toBe(404);
    for (const path of ['/people', '/moves', '/clusters']) {
      const { status } = await fetch(`${usher.url}/console/data${path}`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json' },
        body: '{}',
      });
      expect(status, path).toBe(405);
    }
  });

  test('whoever runs Usher may ask whether it lives, and learns nothing else without a token', async () => {
    expect(await (await fetch(`${usher.url}/healthz`)).text()).toBe('ok\n');
    expect(await (await fetch(`${usher.url}/readyz`)).text()).toBe('ready\n');
    expect(await get('/metrics', {})).toBe(401);
    expect(await get('/metrics', bearer())).toBe(200);
  });
});

describe('a server action', () => {
  interface Manifest {
    readonly node: Record<string, { readonly exportedName: string }>;
  }

  /** Calls an action as a page of Usher's does. */
  async function act(name: string, input: readonly unknown[], headers: Record<string, string>): Promise<{ status: number; text: string }> {
    const { node } = JSON.parse(readFileSync('.next/server/server-reference-manifest.json', 'utf8')) as Manifest;
    const id = Object.entries(node).find(([, { exportedName }]) => exportedName === name)?.[0] ?? '';
    const own = { host: new URL(usher.url).host, 'next-action': id, 'content-type': 'text/plain;charset=UTF-8', accept: 'text/x-component' };
    return rawRequest(usher.url, { method: 'POST', path: '/board', body: JSON.stringify(input), headers: { ...own, ...headers } });
  }

  async function modes(): Promise<string[]> {
    const { items } = (await usher.api('/clusters')).body as { items: { mode: string }[] };
    return items.map(({ mode }) => mode);
  }

  test('does nothing for a page of somebody else’s, nor without a session', async () => {
    const { browser } = await visitor(usher, 'administrator');
    const cookie = browser.cookieHeader;
    await act('stopAll', [], { cookie, origin: 'https://evil.example' });
    await act('stopAll', [], { cookie, origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' });
    await act('stopAll', [], { origin: usher.url });
    await act('stopAll', [], { origin: usher.url, ...bearer() });
    expect(await modes()).toEqual(['operate', 'operate']);
  });

  test('asks for the right itself, whatever the screen shows', async () => {
    const { browser } = await visitor(usher, 'viewer');
    const headers = { cookie: browser.cookieHeader, origin: usher.url };
    const wishes = [
      ['stopAll', []],
      ['addPerson', [{ name: 'Mallory', role: 'administrator' }]],
      ['createToken', [{ name: 'mine', role: 'administrator' }]],
      ['submitMove', [{ participants: ['x'], to: { meeting: 'y' }, idempotencyKey: 'z' }]],
    ] as const;
    for (const [name, input] of wishes) expect((await act(name, input, headers)).text, name).toContain('"code":"forbidden"');
    expect(await modes()).toEqual(['operate', 'operate']);
    expect(JSON.stringify((await usher.api('/people')).body)).not.toContain('Mallory');
  });

  test('does what is asked for by who may, from Usher’s own page', async () => {
    const { browser } = await visitor(usher, 'operator');
    const { status } = await act('stopAll', [], { cookie: browser.cookieHeader, origin: usher.url });
    expect(status).toBe(200);
    expect(await modes()).toEqual(['observe', 'observe']);
  });
});
