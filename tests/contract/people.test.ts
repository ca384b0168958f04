import pino from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AuditEntry } from '@/server/audit/audit-row';
import { createAuditDesk, type AuditDesk } from '@/server/audit/audit-desk';
import type { OpenedDatabase } from '@/server/db/open-database';
import { createPeople, type People } from '@/server/people/people';
import { sessionKey } from '@/server/people/sessions';
import { type DataPlace, engines, freshPlace, openPlace } from '../support/databases';

const minute = 60_000;
const hour = 60 * minute;
const address = '192.0.2.7';
const password = 'correct horse battery';

describe.each(engines)('on %s', (engine) => {
  let place: DataPlace;
  let opened: OpenedDatabase;
  let people: People;
  let now: number;
  let ended: string[];
  let audit: AuditDesk;
  const putOnRecord = (entry: AuditEntry) => audit.writer.append(entry);

  beforeEach(async () => {
    place = await freshPlace(engine);
    opened = await openPlace(place);
    now = Date.UTC(2026, 0, 1);
    ended = [];
    audit = createAuditDesk(opened.db, () => now);
    people = createPeople({ db: opened.db, clock: () => now, apiToken: 'from the environment', putOnRecord, log: pino({ enabled: false }) });
    people.onSessionEnded((key) => ended.push(key));
    people.onTokenEnded((id) => ended.push(id));
    await people.ensureFirstAdministrator({ name: 'admin', password });
  });
  afterEach(async () => {
    people.stop();
    await opened.close();
    place.remove();
  });

  const signIn = async (name: string, word = password) => {
    const outcome = await people.signIn(name, word, address);
    if (!outcome.ok) throw new Error(outcome.problem.code);
    return outcome.value.session;
  };
  const admin = async () => {
    const caller = await people.caller(await signIn('admin'), address);
    if (!caller) throw new Error('nobody');
    return caller;
  };
  const addOperator = async () => (await people.add({ name: 'Olga', role: 'operator', password })).person;

  describe('on record', () => {
    const onRecord = async () => (await audit.log.list(500, null, {})).items;

    test('is who signed in, with what end, from where, and out again', async () => {
      const session = await signIn('admin');
      await people.signOut(session);
      await people.signOut(session);
      await people.signIn('admin', 'wrong', address);
      await people.signIn('hunter2 is my password', 'wrong', address);
      const records = await onRecord();
      expect(records.map(({ action, result, by, address: from }) => [action, result, by.kind, by.name, from])).toEqual([
        ['sign-in', 'unauthenticated', 'nobody', 'Nobody known', address],
        ['sign-in', 'unauthenticated', 'person', 'admin', address],
        ['sign-out', 'ok', 'person', 'admin', address],
        ['sign-in', 'ok', 'person', 'admin', address],
      ]);
      expect(JSON.stringify(records)).not.toContain('hunter2');
    });

    test('are too many tries once a minute, however many there are', async () => {
      for (let n = 0; n < 30; n += 1) await people.signIn('admin', 'wrong', address);
      expect((await onRecord()).filter(({ result }) => result === 'too-many-requests')).toHaveLength(1);
      now += minute;
      for (let n = 0; n < 30; n += 1) await people.signIn('admin', 'wrong', address);
      expect((await onRecord()).filter(({ result }) => result === 'too-many-requests')).toHaveLength(2);
    });

    test('is each address from which a token is used, once, over a restart too', async () => {
      const { token, secret } = await people.tokens.create(await admin(), { name: 'script', role: 'viewer' });
      const used = async () => (await onRecord()).filter(({ action }) => action === 'token-used').map(({ by, address: from }) => [by.id, from]);
      await Promise.all([1, 2, 3].map(() => people.callerByToken(secret, address)));
      await people.callerByToken(secret, '198.51.100.1');
      expect(await used()).toEqual([[token.id, '198.51.100.1'], [token.id, address]]);
      const again = createPeople({ db: opened.db, putOnRecord, log: pino({ enabled: false }) });
      await again.callerByToken(secret, address);
      again.stop();
      expect(await used()).toHaveLength(2);
    });

    test('is a new address also where the database was away: nobody is kept from reading, and it is put on record once it is back', async () => {
      const { token, secret } = await people.tokens.create(await admin(), { name: 'script', role: 'viewer' });
      const put: unknown[] = [];
      let isAway = true;
      const other = createPeople({
        db: opened.db,
        putOnRecord: ({ caller }) => (isAway ? Promise.reject(new Error('away')) : Promise.resolve(void put.push(caller.id))),
        log: pino({ enabled: false }),
      });
      expect(await other.callerByToken(secret, address)).toMatchObject({ id: token.id });
      await other.endExpired();
      isAway = false;
      await other.endExpired();
      await other.endExpired();
      other.stop();
      expect(put).toEqual([token.id]);
    });

    test('is how many sessions an administrator ended', async () => {
      const olga = await addOperator();
      await signIn('Olga');
      await signIn('Olga');
      expect(await people.resetPassword(olga.id)).toMatchObject({ sessionsEnded: 2 });
      expect(await people.remove(olga.id)).toMatchObject({ sessionsEnded: 0 });
    });
  });

  describe('signing in', () => {
    test('the first administrator is made once, with a random password if none was wanted', async () => {
      expect(await people.ensureFirstAdministrator({ name: 'second', password: null })).toBeNull();
      await opened.db.deleteFrom('people').execute();
      const made = await people.ensureFirstAdministrator({ name: 'root', password: null });
      expect(made).toEqual({ name: 'root', password: expect.stringMatching(/^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/) as string });
      await signIn('root', made?.password ?? '');
    });

    test('a session stands for its person, whose name may be written in any case', async () => {
      const session = await signIn('ADMIN');
      expect(await people.caller(session, '198.51.100.1')).toEqual({
        kind: 'person',
        id: expect.any(String) as string,
        name: 'admin',
        role: 'administrator',
        scope: null,
        address: '198.51.100.1',
      });
    });

    test('an unknown name, a wrong password and garbage get the same answer', async () => {
      const tries: [string, string][] = [
        ['admin', 'wrong'],
        ['nobody', password],
        ['', ''],
        ['ad\0min', password],
        ['x'.repeat(100_000), 'y'.repeat(100_000)],
      ];
      for (const [name, word] of tries) {
        expect(await people.signIn(name, word, address)).toEqual({
          ok: false,
          problem: { code: 'unauthenticated', detail: 'The name or the password is wrong.' },
        });
      }
    });

    test('many wrong passwords at once get five answers, and the right one then waits too', async () => {
      const outcomes = await Promise.all(Array.from({ length: 8 }, () => people.signIn('admin', 'wrong', address)));
      const codes = outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.problem.code)).sort();
      expect(codes).toEqual([...Array<string>(3).fill('too-many-requests'), ...Array<string>(5).fill('unauthenticated')]);
      expect(await people.signIn('admin', password, address)).toMatchObject({
        ok: false,
        problem: { code: 'too-many-requests', retryAfterSeconds: 30 },
      });
      now += 30_000;
      await signIn('admin');
    });

    test('neither the password nor the session id is in the database', async () => {
      const session = await signIn('admin');
      const rows = JSON.stringify([
        await opened.db.selectFrom('sessions').selectAll().execute(),
        await opened.db.selectFrom('people').selectAll().execute(),
      ]);
      expect(rows).not.toContain(session);
      expect(rows).not.toContain(password);
      expect(rows).toContain('$argon2id$');
    });
  });

  describe('a session', () => {
    test('ends an hour after the last request, and at the latest twelve hours after sign-in', async () => {
      const idle = await signIn('admin');
      const busy = await signIn('admin');
      for (let passed = 0; passed < 12 * hour - 30 * minute; passed += 30 * minute) {
        now += 30 * minute;
        expect(await people.caller(busy, address)).not.toBeNull();
        if (passed >= hour) expect(await people.caller(idle, address)).toBeNull();
      }
      now += 30 * minute;
      expect(await people.caller(busy, address)).toBeNull();
      expect(ended).toEqual([sessionKey(idle), sessionKey(busy)]);
    });

    test('that nobody asks for any more is ended by the sweep, so that its streams close', async () => {
      const session = await signIn('admin');
      now += hour - 1;
      await people.endExpired();
      expect(ended).toEqual([]);
      now += 1;
      await people.endExpired();
      expect(ended).toEqual([sessionKey(session)]);
    });

    test('writes that it was seen once a minute, not at every request', async () => {
      const session = await signIn('admin');
      const seen = async () => (await opened.db.selectFrom('sessions').select('last_seen_at').executeTakeFirstOrThrow()).last_seen_at;
      const start = now;
      now += minute - 1;
      await people.caller(session, address);
      expect(await seen()).toBe(start);
      now += 1;
      await people.caller(session, address);
      expect(await seen()).toBe(now);
    });

    test('is gone after signing out, and others of the same person stay', async () => {
      const [one, other] = [await signIn('admin'), await signIn('admin')];
      await people.signOut(one);
      expect(await people.caller(one, address)).toBeNull();
      expect(await people.caller(other, address)).not.toBeNull();
      expect(ended).toEqual([sessionKey(one)]);
    });

    test('of no known form is nobody', async () => {
      for (const session of ['', 'x', '\0'.repeat(43), 'a'.repeat(43), sessionKey('a')]) {
        expect(await people.caller(session, address)).toBeNull();
      }
    });

    test('that starts while its person is removed or his password reset does not stay', async () => {
      const olga = await addOperator();
      const [reset, started] = await Promise.all([people.resetPassword(olga.id), people.signIn('Olga', password, address)]);
      if (started.ok) expect(await people.caller(started.value.session, address)).toBeNull();
      const [, again] = await Promise.all([people.remove(olga.id), people.signIn('Olga', reset.password, address)]);
      if (again.ok) expect(await people.caller(again.value.session, address)).toBeNull();
      expect(await opened.db.selectFrom('sessions').selectAll().execute()).toEqual([]);
    });
  });

  describe('people', () => {
    test('are listed by name, with role and whether they are signed in, without anything secret', async () => {
      await addOperator();
      await signIn('admin');
      expect(await people.list()).toEqual([
        { id: expect.any(String) as string, name: 'admin', role: 'administrator', scope: null, createdAt: '2026-01-01T00:00:00.000Z', signedIn: true },
        { id: expect.any(String) as string, name: 'Olga', role: 'operator', scope: null, createdAt: '2026-01-01T00:00:00.000Z', signedIn: false },
      ]);
    });

    test('whose scope changes are signed out, and come back with the new one', async () => {
      const { id } = await addOperator();
      const scope = { clusters: ['c1'], spaces: [] };
      const before = await signIn('Olga');
      await people.changeRole({ id, role: 'operator' });
      expect(await people.caller(before, address)).toMatchObject({ scope: null });
      expect(await people.changeRole({ id, scope })).toMatchObject({ role: 'operator', scope });
      expect(ended).toEqual([sessionKey(before)]);
      expect(await people.caller(before, address)).toBeNull();
      const after = await signIn('Olga');
      expect(await people.caller(after, address)).toMatchObject({ role: 'operator', scope });
      await people.changeRole({ id, scope: null });
      expect(ended).toEqual([sessionKey(before), sessionKey(after)]);
    });

    test('without a password get one that works and is answered once', async () => {
      const made = await people.add({ name: 'Vera', role: 'viewer' });
      await signIn('Vera', made.password);
      expect(await people.add({ name: 'Wim', role: 'viewer', password })).not.toHaveProperty('password');
    });

    test('cannot share a name, whatever its case', async () => {
      await addOperator();
      await expect(people.add({ name: 'OLGA', role: 'viewer' })).rejects.toMatchObject({ code: 'conflict' });
    });

    test('who lose rights are signed out, who gain rights are not', async () => {
      const olga = await addOperator();
      const session = await signIn('Olga');
      expect(await people.changeRole({ id: olga.id, role: 'administrator' })).toMatchObject({ role: 'administrator', signedIn: true });
      expect(await people.caller(session, address)).toMatchObject({ role: 'administrator' });
      await people.changeRole({ id: olga.id, role: 'viewer' });
      expect(await people.caller(session, address)).toBeNull();
      expect(ended).toEqual([sessionKey(session)]);
    });

    test('keep an administrator, even when two are demoted at once', async () => {
      const one = await admin();
      await expect(people.remove(one.id)).rejects.toMatchObject({ code: 'conflict' });
      await expect(people.changeRole({ id: one.id, role: 'operator' })).rejects.toMatchObject({ code: 'conflict' });
      const two = (await people.add({ name: 'Ada', role: 'administrator', password })).person;
      const outcomes = await Promise.allSettled([people.remove(one.id), people.changeRole({ id: two.id, role: 'viewer' })]);
      expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
      expect((await people.list()).filter((person) => person.role === 'administrator')).toHaveLength(1);
    });

    test('whose password is reset are signed out and sign in with the new one only', async () => {
      const olga = await addOperator();
      const session = await signIn('Olga');
      const { password: fresh } = await people.resetPassword(olga.id);
      expect(await people.caller(session, address)).toBeNull();
      await expect(signIn('Olga')).rejects.toThrow('unauthenticated');
      await signIn('Olga', fresh);
    });

    test('change their own password with the current one, as often as sign-in allows', async () => {
      await addOperator();
      const session = await signIn('Olga');
      const caller = await people.caller(session, address);
      if (!caller) throw new Error('nobody');
      const change = (current: string) => people.changeOwnPassword(caller, { current, next: 'another long password' });
      await expect(change('wrong')).rejects.toMatchObject({ code: 'invalid', problem: { errors: [{ path: 'current' }] } });
      await change(password);
      expect(await people.caller(session, address)).toBeNull();
      await signIn('Olga', 'another long password');
      for (let index = 0; index < 4; index++) await expect(change('wrong')).rejects.toMatchObject({ code: 'invalid' });
      await expect(change('wrong')).rejects.toMatchObject({ code: 'too-many-requests' });
    });

    test('a token has no password to change', async () => {
      const script = await people.callerByToken('from the environment', null);
      if (!script) throw new Error('nobody');
      const change = people.changeOwnPassword(script, { current: password, next: password });
      await expect(change).rejects.toMatchObject({ code: 'forbidden' });
    });

    test('that do not exist are not found', async () => {
      const id = 'nobody';
      await expect(people.remove(id)).rejects.toMatchObject({ code: 'not-found' });
      await expect(people.resetPassword(id)).rejects.toMatchObject({ code: 'not-found' });
      await expect(people.changeRole({ id, role: 'viewer' })).rejects.toMatchObject({ code: 'not-found' });
    });
  });

  describe('the rights of whoever sent something', () => {
    const gone = { role: 'viewer', scope: { clusters: [], spaces: [] } };

    test('are those that the person has now, and none once they are removed', async () => {
      const olga = await addOperator();
      const scope = { clusters: ['c1'], spaces: [] };
      expect(await people.rightsOf({ kind: 'person', id: olga.id })).toEqual({ role: 'operator', scope: null });
      await people.changeRole({ id: olga.id, scope });
      expect(await people.rightsOf({ kind: 'person', id: olga.id })).toEqual({ role: 'operator', scope });
      await people.changeRole({ id: olga.id, role: 'viewer', scope: null });
      expect(await people.rightsOf({ kind: 'person', id: olga.id })).toEqual({ role: 'viewer', scope: null });
      await people.remove(olga.id);
      expect(await people.rightsOf({ kind: 'person', id: olga.id })).toEqual(gone);
    });

    test('are those of a token until it expires or is deleted', async () => {
      const { token } = await people.tokens.create(await admin(), { name: 'week', role: 'operator', expiresInDays: 7 });
      const lasting = (await people.tokens.create(await admin(), { name: 'lasting', role: 'operator' })).token;
      expect(await people.rightsOf({ kind: 'token', id: token.id })).toEqual({ role: 'operator', scope: null });
      now += 7 * 24 * hour;
      expect(await people.rightsOf({ kind: 'token', id: token.id })).toEqual(gone);
      expect(await people.rightsOf({ kind: 'token', id: lasting.id })).toEqual({ role: 'operator', scope: null });
      await people.tokens.delete(lasting.id);
      expect(await people.rightsOf({ kind: 'token', id: lasting.id })).toEqual(gone);
    });

    test('are an administrator’s for the token of the environment, while it is set', async () => {
      expect(await people.rightsOf({ kind: 'token', id: 'USHER_API_TOKEN' })).toEqual({ role: 'administrator', scope: null });
      const without = createPeople({ db: opened.db, putOnRecord, log: pino({ enabled: false }) });
      expect(await without.rightsOf({ kind: 'token', id: 'USHER_API_TOKEN' })).toEqual(gone);
      without.stop();
    });
  });

  describe('tokens', () => {
    test('are shown once, kept as a hash, and carry their role', async () => {
      const { token, secret } = await people.tokens.create(await admin(), { name: 'night script', role: 'operator' });
      expect(secret).toMatch(/^usher_[\w-]{43}$/);
      expect(JSON.stringify(await opened.db.selectFrom('tokens').selectAll().execute())).not.toContain(secret);
      expect(await people.callerByToken(secret, address)).toEqual({ kind: 'token', id: token.id, name: 'night script', role: 'operator', scope: null, address });
      expect(await people.tokens.list()).toEqual([{ ...token, createdBy: 'admin', expiresAt: null, lastUsedAt: '2026-01-01T00:00:00.000Z' }]);
    });

    test('end when their time is up, and stay listed', async () => {
      const { token, secret } = await people.tokens.create(await admin(), { name: 'week', role: 'viewer', expiresInDays: 7 });
      now += 7 * 24 * hour - 1;
      expect(await people.callerByToken(secret, null)).not.toBeNull();
      now += 1;
      expect(await people.callerByToken(secret, null)).toBeNull();
      await people.endExpired();
      expect(ended).toContain(token.id);
      expect(await people.tokens.list()).toHaveLength(1);
    });

    test('that are deleted are gone at once, and once only', async () => {
      const { token, secret } = await people.tokens.create(await admin(), { name: 'x', role: 'viewer' });
      await people.tokens.delete(token.id);
      expect(await people.callerByToken(secret, null)).toBeNull();
      expect(ended).toEqual([token.id]);
      await expect(people.tokens.delete(token.id)).rejects.toMatchObject({ code: 'not-found' });
    });

    test('USHER_API_TOKEN has the rights of an administrator, and nothing like it has any', async () => {
      expect(await people.callerByToken('from the environment', null)).toMatchObject({ kind: 'token', role: 'administrator' });
      for (const token of ['', 'From the environment', 'usher_', 'x\0', 'y'.repeat(1_000_000)]) {
        expect(await people.callerByToken(token, null)).toBeNull();
      }
    });
  });
});
