import path from 'node:path';
import SqliteFile from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '@/lib/access/access';
import type { Person } from '@/lib/access/person';
import type { Token } from '@/lib/access/token';
import type { AuditRecord } from '@/lib/audit/audit-record';
import { CookieBrowser } from '../support/cookie-browser';
import { startUsher, type RunningUsher } from '../support/usher';

let usher: RunningUsher;
beforeAll(async () => {
  usher = await startUsher({ env: { EMULATOR: 'off' } });
});
afterAll(() => usher.stop());

async function newToken(role: Role, name: string = role): Promise<{ token: Token; secret: string }> {
  const { status, body } = await usher.api('/tokens', { body: { name, role } });
  expect(status).toBe(201);
  return body as { token: Token; secret: string };
}

async function newPerson(name: string, role: Role): Promise<{ person: Person; password: string }> {
  const { status, body } = await usher.api('/people', { body: { name, role } });
  expect(status).toBe(201);
  return body as { person: Person; password: string };
}

const unauthenticated = { status: 401, body: { code: 'unauthenticated', status: 401, type: 'about:blank' } };
const forbidden = { status: 403, body: { code: 'forbidden' } };
const aMove = { participants: ['somebody'], to: { meeting: 'somewhere' } };

describe('a token', () => {
  test.each([
    ['none', {}],
    ['a wrong one', { authorization: 'Bearer usher_wrong' }],
    ['an empty one', { authorization: 'Bearer ' }],
    ['name and password', { authorization: `Basic ${Buffer.from('admin:admin').toString('base64')}` }],
    ['one that is far too long', { authorization: `Bearer ${'x'.repeat(8_000)}` }],
  ])('is needed: %s opens nothing', async (_, headers) => {
    for (const address of ['/meetings', '/me', '/changes', '/nowhere', '/participants/openapi.json']) {
      const answer = await usher.api(address, { token: null, headers });
      expect(answer, address).toMatchObject(unauthenticated);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="usher"');
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
    }
    expect(await usher.api('/moves', { token: null, headers, body: aMove })).toMatchObject(unauthenticated);
  });

  test('says who is asking, and is listed without its secret', async () => {
    const { token, secret } = await newToken('operator', 'night shift');
    const me = await usher.api('/me', { token: secret });
    expect(me.body).toMatchObject({ kind: 'token', id: token.id, name: 'night shift', role: 'operator' });
    const { body } = await usher.api('/tokens');
    const listed = (body as { items: Token[] }).items.find(({ id }) => id === token.id);
    expect(listed).toEqual({ ...token, createdBy: 'USHER_API_TOKEN', expiresAt: null, lastUsedAt: expect.any(String) });
    expect(JSON.stringify(body)).not.toContain(secret);
  });

  test('is worth nothing once it was deleted', async () => {
    const { token, secret } = await newToken('viewer');
    expect((await usher.api('/me', { token: secret })).status).toBe(200);
    expect((await usher.api(`/tokens/${token.id}`, { method: 'DELETE' })).status).toBe(204);
    expect(await usher.api('/me', { token: secret })).toMatchObject(unauthenticated);
    expect(await usher.api(`/tokens/${token.id}`, { method: 'DELETE' })).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  test('is worth nothing once its time is up, and stays listed', async () => {
    const { body } = await usher.api('/tokens', { body: { name: 'for a day', role: 'viewer', expiresInDays: 1 } });
    const { token, secret } = body as { token: Token; secret: string };
    const file = new SqliteFile(path.join(usher.dataDir, 'usher.db'));
    file.prepare('update tokens set expires_at = ? where id = ?').run(Date.now() - 1, token.id);
    file.close();
    expect(await usher.api('/me', { token: secret })).toMatchObject(unauthenticated);
    const listed = (await usher.api('/tokens')).body as { items: Token[] };
    expect(listed.items.map(({ id }) => id)).toContain(token.id);
  });
});

describe('a role', () => {
  test('viewer: looks, judges, and changes nothing', async () => {
    const { secret } = await newToken('viewer');
    for (const address of ['/meetings', '/participants', '/moves', '/call-bridges', '/clusters', '/me']) {
      expect((await usher.api(address, { token: secret })).status, address).toBe(200);
    }
    for (const address of ['/people', '/tokens', '/audit', '/audit/verify']) {
      expect(await usher.api(address, { token: secret }), address).toMatchObject(forbidden);
    }
    expect(await usher.api('/moves', { token: secret, body: aMove })).toMatchObject(forbidden);
    const judged = await usher.api('/moves', { token: secret, body: { ...aMove, dryRun: true } });
    expect(judged).toMatchObject({ status: 200, body: { items: [{ verdict: { allowed: false, reason: 'forbidden' } }] } });
  });

  test('viewer and operator: what they may not change is refused before it is looked at', async () => {
    const deeds: [method: string, path: string][] = [
      ['POST', '/people'],
      ['PATCH', '/people/x'],
      ['POST', '/people/x/password'],
      ['DELETE', '/people/x'],
      ['POST', '/tokens'],
      ['DELETE', '/tokens/x'],
      ['POST', '/call-bridges'],
      ['POST', '/call-bridges/test'],
      ['POST', '/call-bridges/inspect'],
      ['GET', '/call-bridges/x/peers'],
      ['PATCH', '/call-bridges/x'],
      ['DELETE', '/call-bridges/x'],
      ['PATCH', '/clusters/x'],
    ];
    for (const role of ['viewer', 'operator'] as const) {
      const { secret } = await newToken(role);
      for (const [method, address] of deeds) {
        expect(await usher.api(address, { method, token: secret }), `${role} ${method} ${address}`).toMatchObject(forbidden);
      }
      expect((await usher.api('/stop-all', { method: 'POST', token: secret })).status).toBe(role === 'operator' ? 200 : 403);
    }
  });
});

describe('people', () => {
  test('come with a password that is shown once, sign in, and are told apart from each other by name', async () => {
    const { person, password } = await newPerson('Olga Ops', 'operator');
    expect(person).toMatchObject({ name: 'Olga Ops', role: 'operator', signedIn: false });
    expect(await new CookieBrowser(usher.url).signIn('olga ops', password)).toBeNull();
    const { body } = await usher.api('/people');
    expect((body as { items: Person[] }).items.find(({ id }) => id === person.id)).toMatchObject({ signedIn: true });
    expect(JSON.stringify(body)).not.toContain(password);
    expect(await usher.api('/people', { body: { name: ' OLGA OPS ', role: 'viewer' } })).toMatchObject({ status: 409, body: { code: 'conflict' } });
  });

  test('get another role, another password, and are gone', async () => {
    const { person, password } = await newPerson('Vera', 'viewer');
    const raised = await usher.api(`/people/${person.id}`, { method: 'PATCH', body: { role: 'operator' } });
    expect(raised).toMatchObject({ status: 200, body: { id: person.id, role: 'operator' } });
    const reset = await usher.api(`/people/${person.id}/password`, { method: 'POST' });
    const next = (reset.body as { password: string }).password;
    expect(await new CookieBrowser(usher.url).signIn('Vera', password)).toBe('unauthenticated');
    expect(await new CookieBrowser(usher.url).signIn('Vera', next)).toBeNull();
    expect((await usher.api(`/people/${person.id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await usher.api(`/people/${person.id}`, { method: 'DELETE' })).status).toBe(404);
    expect((await usher.api(`/people/${person.id}`, { method: 'PATCH', body: { role: 'viewer' } })).status).toBe(404);
  });

  test('keep one administrator, also when two are taken away at the same moment', async () => {
    const admin = ((await usher.api('/people')).body as { items: Person[] }).items.find(({ name }) => name === 'admin');
    const alone = { status: 409, body: { code: 'conflict' } };
    expect(await usher.api(`/people/${admin?.id}`, { method: 'DELETE' })).toMatchObject(alone);
    expect(await usher.api(`/people/${admin?.id}`, { method: 'PATCH', body: { role: 'viewer' } })).toMatchObject(alone);
    const { person } = await newPerson('Second', 'administrator');
    const [one, other] = await Promise.all([
      usher.api(`/people/${admin?.id}`, { method: 'PATCH', body: { role: 'viewer' } }),
      usher.api(`/people/${person.id}`, { method: 'DELETE' }),
    ]);
    expect([one?.status, other?.status].filter((status) => status === 409)).toHaveLength(1);
  });

  test.each([
    ['name', { name: ' ', role: 'viewer' }],
    ['name', { name: 'a\u0000b', role: 'viewer' }],
    ['name', { name: 'x'.repeat(101), role: 'viewer' }],
    ['role', { name: 'Root', role: 'root' }],
    ['password', { name: 'Short', role: 'viewer', password: 'short' }],
    ['', { name: 'Extra', role: 'viewer', admin: true }],
  ])('are not added with a wrong %s: %o', async (field, body) => {
    const answer = await usher.api('/people', { body });
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid', errors: [{ path: field }] } });
  });
});

test('all of it is in the audit, refusals too, without a secret, and the chain is intact', async () => {
  const { person, password } = await newPerson('Audited', 'viewer');
  const { token, secret } = await newToken('viewer', 'audited');
  await usher.api('/moves', { token: secret, body: aMove });
  const { items } = (await usher.api('/audit?limit=4')).body as { items: AuditRecord[] };
  expect(items).toMatchObject([
    { action: 'submit-move', result: 'forbidden', by: { kind: 'token', id: token.id, name: 'audited' }, address: '127.0.0.1' },
    { action: 'token-used', result: 'ok', by: { id: token.id }, address: '127.0.0.1' },
    { action: 'create-token', result: 'ok', details: { id: token.id, name: 'audited', role: 'viewer' }, by: { name: 'USHER_API_TOKEN' } },
    { action: 'add-person', result: 'ok', details: { id: person.id, name: 'Audited', role: 'viewer' } },
  ]);
  const all = (await usher.api('/audit?limit=500')).body as { items: AuditRecord[]; total: number };
  const actions = new Set(all.items.map(({ action, result }) => `${action} ${result}`));
  for (const done of ['change-role ok', 'change-role conflict', 'remove-person ok', 'remove-person not-found', 'reset-password ok', 'delete-token ok', 'delete-token not-found', 'add-person invalid', 'add-person conflict', 'add-call-bridge forbidden', 'stop-all ok']) {
    expect(actions).toContain(done);
  }
  expect(JSON.stringify(all)).not.toContain(password);
  expect(JSON.stringify(all)).not.toContain(secret);
  expect((await usher.api('/audit/verify')).body).toMatchObject({ intact: true, records: all.total });
});
