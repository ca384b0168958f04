import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CookieBrowser } from '../support/cookie-browser';
import { engines } from '../support/databases';
import { type RunningUsher, startUsher } from '../support/usher';

interface NewPerson {
  readonly person: { readonly id: string };
  readonly password: string;
}

describe.each(engines)('on %s', (engine) => {
  let usher: RunningUsher;
  beforeAll(async () => {
    usher = await startUsher({ engine, env: { EMULATOR: 'off' } });
  });
  afterAll(() => usher.stop());

  async function signedIn(name = usher.admin.name, password = usher.admin.password): Promise<CookieBrowser> {
    const browser = new CookieBrowser(usher.url);
    expect(await browser.signIn(name, password)).toBeNull();
    return browser;
  }
  const statusOf = async (browser: CookieBrowser, path: string) => (await browser.get(path)).status;

  test('name and password open the console, and the cookie names a session without holding its rights', async () => {
    const browser = await signedIn();
    expect(await browser.session()).toMatchObject({ user: { name: 'admin' } });
    expect(await statusOf(browser, '/board')).toBe(200);
    expect(await statusOf(browser, '/console/data/me')).toBe(200);
    expect(browser.cookieHeader).not.toContain('administrator');
  });

  test('a wrong password opens nothing and does not say which half was wrong', async () => {
    const browser = new CookieBrowser(usher.url);
    expect(await browser.signIn('admin', 'wrong')).toBe('unauthenticated');
    expect(await browser.signIn('nobody at all', 'wrong')).toBe('unauthenticated');
    expect(await browser.session()).toEqual({});
    expect((await browser.get('/board')).headers.get('location')).toBe('/sign-in');
    expect(await statusOf(browser, '/console/data/me')).toBe(401);
  });

  test('after signing out the old cookie is worth nothing', async () => {
    const browser = await signedIn();
    const old = browser.cookieHeader;
    await browser.signOut();
    const thief = new CookieBrowser(usher.url);
    expect(await (await thief.get('/api/auth/session', { cookie: old })).json()).toEqual({});
    expect((await thief.get('/board', { cookie: old })).headers.get('location')).toBe('/sign-in?ended=1');
    expect((await thief.get('/console/data/me', { cookie: old })).status).toBe(401);
  });

  test('who is removed is out at once, on every door', async () => {
    const { person, password } = (await usher.api('/people', { body: { name: 'Olga', role: 'viewer' } })).body as NewPerson;
    const browser = await signedIn('Olga', password);
    expect(await statusOf(browser, '/console/data/me')).toBe(200);
    await usher.api(`/people/${person.id}`, { method: 'DELETE' });
    expect(await statusOf(browser, '/console/data/me')).toBe(401);
    expect(await browser.session()).toEqual({});
    expect((await browser.get('/board')).headers.get('location')).toBe('/sign-in?ended=1');
  });

  test('too many wrong passwords wait, and a made-up X-Forwarded-For does not help', async () => {
    const browser = new CookieBrowser(usher.url);
    const errors: (string | null)[] = [];
    for (let index = 0; index < 7; index++) {
      errors.push(await browser.signIn('victim', 'wrong', { 'x-forwarded-for': `198.51.100.${index}` }));
    }
    expect(errors.slice(0, 5)).toEqual(Array(5).fill('unauthenticated'));
    expect(errors.slice(5)).toEqual([expect.stringMatching(/^too-many-requests:\d+$/), expect.stringMatching(/^too-many-requests:\d+$/)]);
  });

  test('a cookie of another Usher, an altered one and garbage open nothing', async () => {
    const browser = await signedIn();
    const name = 'next-auth.session-token';
    const own = new RegExp(`${name}=([^;]+)`).exec(browser.cookieHeader)?.[1] ?? '';
    for (const value of ['x', `${own.slice(0, -3)}AAA`, own.split('.').reverse().join('.')]) {
      const stranger = new CookieBrowser(usher.url);
      const cookie = `${name}=${value}`;
      expect((await stranger.get('/console/data/me', { cookie })).status).toBe(401);
      expect((await stranger.get('/board', { cookie })).status).toBe(307);
    }
  });

  test('no password is in the log', () => {
    expect(usher.output()).not.toContain(usher.admin.password);
  });
});
