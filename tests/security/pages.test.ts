import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CookieBrowser } from '../support/cookie-browser';
import { rawExchange, rawRequest } from '../support/raw-http';
import { startUsher, type RunningUsher } from '../support/usher';
import { visitor } from '../support/visitor';

let usher: RunningUsher;
let own: URL;
beforeAll(async () => {
  usher = await startUsher({ env: { EMULATOR: 'off' } });
  own = new URL(usher.url);
});
afterAll(() => usher.stop());

const nonceOf = (headers: Headers) => /'nonce-([\w+/=]+)'/.exec(headers.get('content-security-policy') ?? '')?.[1] ?? '';

describe('every page', () => {
  const pages = ['/sign-in', '/board', '/meetings', '/people', '/settings', '/nowhere'];

  test('lets only scripts run that Usher wrote for this very answer', async () => {
    const { browser } = await visitor(usher, 'administrator');
    const nonces = new Set<string>();
    for (const page of [...pages, ...pages]) {
      const answer = await browser.get(page);
      const policy = answer.headers.get('content-security-policy') ?? '';
      const nonce = nonceOf(answer.headers);
      expect(nonce.length, page).toBeGreaterThanOrEqual(22);
      expect(nonces.has(nonce), page).toBe(false);
      nonces.add(nonce);
      expect(policy.split('; ')).toEqual(
        expect.arrayContaining(["default-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"]),
      );
      expect(/script-src ([^;]+)/.exec(policy)?.[1]).toBe(`'self' 'nonce-${nonce}' 'strict-dynamic'`);
      const scripts = [...(await answer.text()).matchAll(/<script\b([^>]*)>/g)].map(([, attributes = '']) => attributes);
      for (const script of scripts) expect(script, page).toContain(`nonce="${nonce}"`);
    }
  });

  test('is kept by nobody, framed by nobody, and says little of itself', async () => {
    const { browser } = await visitor(usher, 'viewer');
    for (const page of pages) {
      const { headers } = await browser.get(page);
      expect(headers.get('x-content-type-options'), page).toBe('nosniff');
      expect(headers.get('x-frame-options'), page).toBe('DENY');
      expect(headers.get('referrer-policy'), page).toBe('same-origin');
      expect(headers.get('permissions-policy'), page).toContain('camera=()');
      expect(headers.get('cache-control'), page).toContain('no-store');
      expect(headers.get('x-powered-by'), page).toBeNull();
    }
  });

  test('is for those who have signed in', async () => {
    for (const page of pages.slice(1, -1)) {
      const answer = await new CookieBrowser(usher.url).get(page);
      expect([answer.status, answer.headers.get('location')], page).toEqual([307, '/sign-in']);
    }
  });
});

test('the API’s answers cannot be taken for a page', async () => {
  for (const path of ['/api/v1/me', '/api/v1/<script>alert(1)</script>', '/console/data/me', '/healthz']) {
    const answer = await fetch(usher.url + path, { headers: { authorization: `Bearer ${usher.token}` } });
    expect(answer.headers.get('x-content-type-options'), path).toBe('nosniff');
    expect(answer.headers.get('content-type'), path).toMatch(/^(application\/(problem\+)?json|text\/plain)/);
    expect(await answer.text(), path).not.toContain('<script>');
  }
});

describe('another host name', () => {
  test.each([
    ['localhost', '/board?column=1', '/board?column=1'],
    ['evil.example', '/', '/'],
    ['evil.example', '//evil.example/board', '/evil.example/board'],
    ['evil.example', '/\\evil.example', '/evil.example'],
    ['evil.example', 'http://evil.example/board', '/'],
  ])('%s leads to Usher’s own: %s', async (host, path, expected) => {
    const answer = await rawRequest(usher.url, { path, headers: { host } });
    expect(answer.status).toBe(307);
    expect(answer.headers.location).toBe(usher.url + expected);
  });

  test('gets nothing that was sent to it, not even by way of a forwarding header', async () => {
    const sent = await rawRequest(usher.url, { method: 'POST', path: '/api/auth/callback/credentials', headers: { host: 'evil.example' }, body: 'name=x' });
    expect(sent.status).toBe(421);
    const page = await rawRequest(usher.url, {
      path: '/board',
      headers: { host: own.host, 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https', forwarded: 'host=evil.example' },
    });
    expect(JSON.stringify([page.headers, page.text])).not.toContain('evil.example');
  });

  test.each(['http://evil.example/sign-in', '//evil.example/sign-in', '/\\evil.example/sign-in', '/%5cevil.example', '/sign-in/..//evil.example/', '*'])(
    'in the request line instead of the header leads nowhere else either: %s',
    async (target) => {
      const answer = await rawRequest(usher.url, { path: target, headers: { host: own.host } });
      const location = new URL(answer.headers.location ?? '/', usher.url);
      expect(location.origin).toBe(usher.url);
      expect(answer.status).toBeLessThan(500);
    },
  );
});

describe('signing in', () => {
  interface Form {
    readonly callbackUrl?: string;
    readonly csrf?: boolean;
    readonly name?: string;
    readonly password?: string;
  }

  async function submit(path: string, { callbackUrl = usher.url, csrf = true, ...form }: Form, cookie = '') {
    const start = await fetch(`${usher.url}/api/auth/csrf`, { headers: { cookie } });
    const { csrfToken } = (await start.json()) as { csrfToken: string };
    const cookies = [cookie, ...start.headers.getSetCookie().map((line) => line.split(';')[0])].filter(Boolean).join('; ');
    return fetch(usher.url + path, {
      method: 'POST',
      headers: { cookie: cookies, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ...form, callbackUrl, json: 'true', ...(csrf && { csrfToken }) }).toString(),
      redirect: 'manual',
    });
  }

  test('gives a cookie that scripts cannot read and other sites do not send', async () => {
    const { person, password } = await visitor(usher, 'viewer');
    const answer = await submit('/api/auth/callback/credentials', { name: person.name, password });
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('next-auth.session-token='));
    expect(cookie).toMatch(/; HttpOnly(;|$)/i);
    expect(cookie).toMatch(/; SameSite=Lax(;|$)/i);
  });

  test.each(['https://evil.example/', '//evil.example', 'javascript:alert(1)'])('does not send anybody on to %s', async (callbackUrl) => {
    const { person, password } = await visitor(usher, 'viewer');
    const answer = await submit('/api/auth/callback/credentials', { name: person.name, password, callbackUrl });
    const { url } = (await answer.json()) as { url: string };
    expect(new URL(url, usher.url).origin).toBe(usher.url);
  });

  test('and out is not done for somebody by another site’s form', async () => {
    const { person, password, browser } = await visitor(usher, 'viewer');
    const signIn = await submit('/api/auth/callback/credentials', { name: person.name, password, csrf: false });
    expect(signIn.headers.getSetCookie().some((line) => /session-token=[^;]/.test(line))).toBe(false);
    await submit('/api/auth/signout', { csrf: false }, browser.cookieHeader);
    await browser.get('/api/auth/signout');
    expect((await browser.get('/console/data/me')).status).toBe(200);
  });
});

test.each(['NONSENSE\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(100_000)}\r\n\r\n`, '\u0000\u0001\u0002\r\n\r\n'])(
  'bytes that are no request are refused, and Usher goes on (%#)',
  async (bytes) => {
    expect(await rawExchange(usher.url, bytes)).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect((await usher.api('/me')).status).toBe(200);
  },
);
