import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { AuditRecord } from '@/lib/audit/audit-record';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import { CookieBrowser } from '../support/cookie-browser';
import { patience, startStage, type Stage } from '../support/stage';
import { visitor } from '../support/visitor';

let stage: Stage;
const usherSecret = `secret-${randomBytes(16).toString('hex')}`;
beforeAll(async () => {
  stage = await startStage({ env: { USHER_SECRET: usherSecret } });
});
afterAll(() => stage.stop());

/** Everything that Usher and its emulator have written: files by name, what was printed, and the audit. */
async function everythingWritten(): Promise<[name: string, content: string][]> {
  const files = readdirSync(stage.dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return [
    ...files.map(({ parentPath, name }): [string, string] => [name, readFileSync(path.join(parentPath, name), 'latin1')]),
    ['output', stage.output()],
    ['audit', JSON.stringify((await stage.api('/audit?limit=500')).body)],
  ];
}

test('no secret is written anywhere in the clear, whatever is done with it', async () => {
  const { person, password, browser } = await visitor(stage, 'operator');
  const typo = `typo-${randomBytes(8).toString('hex')}`;
  expect(await new CookieBrowser(stage.url).signIn(person.name, typo)).toBe('unauthenticated');
  expect(await new CookieBrowser(stage.url).signIn(stage.admin.name, stage.admin.password)).toBeNull();
  const chosen = `chosen-${randomBytes(8).toString('hex')}`;
  await stage.api('/people', { body: { name: 'Has chosen', role: 'viewer', password: chosen } });
  await stage.api('/people', { body: { name: 'Has chosen', role: 'viewer', password: chosen } });
  const reset = ((await stage.api(`/people/${person.id}/password`, { method: 'POST' })).body as { password: string }).password;
  const { secret } = (await stage.api('/tokens', { body: { name: 'script', role: 'viewer' } })).body as { secret: string };
  await stage.api('/meetings', { token: secret });
  await stage.api('/meetings', { token: `${secret}-wrong` });
  const bridge = `bridge-${randomBytes(8).toString('hex')}`;
  const wish = { address: stage.control, username: 'api', password: bridge, trust: { kind: 'system' } };
  await stage.api('/call-bridges/test', { body: wish });
  await stage.api('/call-bridges', { body: { ...wish, leaveRehearsal: true } });
  await stage.api('/call-bridges', { body: { ...wish, password: [bridge] } });
  const cookie = /session-token=([^;]+)/.exec(browser.cookieHeader)?.[1] ?? '';

  const secrets = { password, typo, chosen, reset, secret, bridge, cookie, usherSecret, token: stage.token, admin: stage.admin.password };
  const written = await everythingWritten();
  expect(written.map(([name]) => name)).toEqual(expect.arrayContaining(['usher.db', 'emulator.log', 'output', 'audit']));
  for (const [what, value] of Object.entries(secrets)) {
    expect(value.length, what).toBeGreaterThan(15);
    for (const [where, content] of written) expect(content.includes(value), `${what} in ${where}`).toBe(false);
  }
});

test('what a client says of its own address counts for nothing', async () => {
  const headers = { 'x-forwarded-for': '203.0.113.9', forwarded: 'for=203.0.113.9', 'x-real-ip': '203.0.113.9' };
  await stage.api('/tokens', { body: { name: 'from afar', role: 'viewer' }, headers });
  const { items } = (await stage.api('/audit?limit=1')).body as { items: AuditRecord[] };
  expect(items).toMatchObject([{ action: 'create-token', address: '127.0.0.1', details: { name: 'from afar' } }]);
  for (const [where, content] of await everythingWritten()) expect(content.includes('203.0.113.9'), where).toBe(false);
});

const hostileNames = [
  ['markup', '<script>alert(1)</script>'],
  ['an attribute', '"><img src=x onerror=alert(1)>'],
  ['the end of a script', '</script><svg onload=alert(1)>'],
  ['right to left', '\u202Egnp.exe \u05D0\u05D5\u05E8\u05D9'],
  ['SQL', "Robert'); DROP TABLE people;--"],
  ['a template', '${7*7}{{7*7}}%s%n'],
  ['joined emoji', '👩‍👩‍👧‍👦 \u0301 né'],
  ['a prototype', '__proto__'],
  ['a hundred characters', '名'.repeat(100)],
] as const;

describe('a name that is meant to do harm stays text', () => {
  test.each(hostileNames)('of somebody in a meeting: %s', async (_, name) => {
    const person = await stage.bringIn({ kind: 'sip', name, numericId: '1001' });
    expect(person.name).toBe(name);
    const found = await stage.api(`/participants?search=${encodeURIComponent(name)}`);
    expect(found.headers.get('content-type')).toBe('application/json');
    expect((found.body as { items: Participant[] }).items.map(({ id }) => id)).toContain(person.id);
  });

  test('on its way through a move, the audit and the change stream', async () => {
    await stage.bringIn({ name: 'Target Room', numericId: '1002' });
    const target = await vi.waitUntil(
      async () => ((await stage.api('/meetings?search=Space+2')).body as { items: Meeting[] }).items[0],
      patience,
    );
    const [, name] = hostileNames[2];
    const person = await stage.bringIn({ kind: 'web-app', name, numericId: '1003' });
    const { order } = await stage.move(person.id, target.id);
    expect(order.items).toMatchObject([{ name, state: 'joined' }]);
    const { items } = (await stage.api('/audit?limit=1')).body as { items: AuditRecord[] };
    expect(items).toMatchObject([{ action: 'move-ended', details: { name } }]);
    expect((await stage.api('/audit/verify')).body).toMatchObject({ intact: true });
  });

  test.each(hostileNames)('of somebody who signs in, and of a token: %s', async (_, name) => {
    const { body } = await stage.api('/people', { body: { name, role: 'viewer' } });
    const { person, password } = body as { person: { id: string; name: string }; password: string };
    expect(person.name).toBe(name.normalize('NFC'));
    const browser = new CookieBrowser(stage.url);
    expect(await browser.signIn(name, password)).toBeNull();
    expect(await (await browser.get('/console/data/me')).json()).toMatchObject({ id: person.id, name: name.normalize('NFC') });
    const page = await (await browser.get('/board')).text();
    expect(page).not.toMatch(/<script>alert|<img src=x|<svg onload/);
    expect(await stage.api('/tokens', { body: { name, role: 'viewer' } })).toMatchObject({ status: 201, body: { token: { name: name.normalize('NFC') } } });
  });

  test('and the administrator’s pages, which list them all, have none of their markup', async () => {
    const { browser } = await visitor(stage, 'administrator');
    for (const page of ['/board', '/meetings', '/people', '/settings', '/audit', '/moves']) {
      expect(await (await browser.get(page)).text(), page).not.toMatch(/<script>alert|<img src=x|<svg onload/);
    }
  });
});
