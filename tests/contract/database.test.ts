import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { databaseProblem, isUniqueViolation } from '@/server/db/database-error';
import type { OpenedDatabase } from '@/server/db/open-database';
import { type DataPlace, engines, freshPlace, openPlace } from '../support/databases';

describe.each(engines)('on %s', (engine) => {
  let place: DataPlace;
  let opened: OpenedDatabase;
  const lost: string[] = [];

  beforeEach(async () => {
    lost.length = 0;
    place = await freshPlace(engine);
    opened = await openPlace(place, { onLockLost: (reason) => lost.push(reason) });
  });
  afterEach(async () => {
    await opened.close();
    place.remove();
  });

  const settings = () => opened.db.selectFrom('settings').selectAll().where('key', '!=', 'acting').orderBy('key').execute();
  const addSetting = (key: string, value: string) => opened.db.insertInto('settings').values({ key, value }).execute();

  test('opening again finds what was written and migrates nothing twice', async () => {
    const steps = () => opened.db.selectFrom('migrations').selectAll().orderBy('name').execute();
    const taken = await steps();
    await addSetting('epoch', '1');
    await opened.close();
    opened = await openPlace(place);
    expect(opened.kind).toBe(engine);
    expect(await settings()).toEqual([{ key: 'epoch', value: '1' }]);
    expect(await steps()).toEqual(taken);
  });

  test('times and counts come back as numbers', async () => {
    const at = 1_795_000_000_123;
    await opened.db
      .insertInto('tokens')
      .values({ id: 't', name: 'n', role: 'viewer', hash: 'h', created_by: 'p', created_at: at, expires_at: null, last_used_at: null })
      .execute();
    const row = await opened.db
      .selectFrom('tokens')
      .select((eb) => ['created_at', 'expires_at', eb.fn.countAll<number>().over().as('total')])
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ created_at: at, expires_at: null, total: 1 });
  });

  test('a row that is already there is a conflict, and only that', async () => {
    await addSetting('a', '1');
    const duplicate: unknown = await addSetting('a', '2').catch((error: unknown) => error);
    expect(isUniqueViolation(duplicate)).toBe(true);
    expect(databaseProblem(duplicate)).toMatchObject({ code: 'conflict' });
    const orphan: unknown = await opened.db
      .insertInto('sessions')
      .values({ id: 's', person_id: 'nobody', created_at: 1, last_seen_at: 1, expires_at: 1, address: null })
      .execute()
      .catch((error: unknown) => error);
    expect(orphan).toBeInstanceOf(Error);
    expect(databaseProblem(orphan)).toBeNull();
    expect(await settings()).toEqual([{ key: 'a', value: '1' }]);
  });

  test('NUL, NaN and values of other types are refused before they reach the database', async () => {
    await expect(addSetting('a', 'x\0y')).rejects.toMatchObject({ code: 'invalid' });
    const stampAt = (at: number) => opened.db.insertInto('migrations').values({ name: 'x', applied_at: at }).execute();
    await expect(stampAt(Number.NaN)).rejects.toBeInstanceOf(TypeError);
    await expect(stampAt(Number.POSITIVE_INFINITY)).rejects.toBeInstanceOf(TypeError);
    expect(await settings()).toEqual([]);
  });

  test('a transaction that throws leaves nothing behind', async () => {
    const failing = opened.db.transaction().execute(async (trx) => {
      await trx.insertInto('settings').values({ key: 'a', value: '1' }).execute();
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await settings()).toEqual([]);
  });

  test('a second Usher is refused until the first has closed, and closing is not losing', async () => {
    await expect(openPlace(place)).rejects.toMatchObject({ code: 'data-dir-locked' });
    await opened.close();
    opened = await openPlace(place);
    expect(lost).toEqual([]);
  });
});

describe('on postgresql alone', () => {
  const lockHolder = "select pid from pg_locks join pg_database d on d.oid = database where locktype = 'advisory' and granted and datname = current_database()";
  let place: DataPlace;
  let opened: OpenedDatabase;
  let other: pg.Client;
  let lost: Promise<string>;

  beforeEach(async () => {
    place = await freshPlace('postgresql');
    let tell: (reason: string) => void = () => {};
    lost = new Promise((resolve) => (tell = resolve));
    opened = await openPlace(place, { onLockLost: (reason) => tell(reason) });
    other = new pg.Client({ connectionString: place.databaseUrl ?? '' });
    await other.connect();
  });
  afterEach(async () => {
    await other.end();
    await opened.close();
    place.remove();
  });

  const read = () => opened.db.selectFrom('settings').selectAll().execute().then(() => 'read', (error: unknown) => databaseProblem(error)?.code ?? error);

  test('two data directories on one database are refused', async () => {
    const elsewhere = { ...(await freshPlace('sqlite')), databaseUrl: place.databaseUrl };
    await expect(openPlace(elsewhere)).rejects.toMatchObject({ code: 'data-dir-locked' });
    elsewhere.remove();
  });

  test('while the lock is gone nothing is read or written; it is taken again, and all goes on', async () => {
    const blocker = new pg.Client({ connectionString: place.databaseUrl ?? '' });
    await blocker.connect();
    const waiting = blocker.query('select pg_advisory_lock($1)', [0x7573686572]);
    await other.query(`select pg_terminate_backend(pid) from (${lockHolder}) as holder`);
    await waiting;
    await expect.poll(read).toBe('unavailable');
    expect(await opened.isReady()).toBe(false);
    await blocker.end();
    await expect.poll(read).toBe('read');
    await expect.poll(() => opened.isReady()).toBe(true);
  });

  test('where another has acted while the lock was gone, it is told that it is lost for good', async () => {
    const another = new pg.Client({ connectionString: place.databaseUrl ?? '' });
    await another.connect();
    const waiting = another.query('select pg_advisory_lock($1)', [0x7573686572]);
    await other.query(`select pg_terminate_backend(pid) from (${lockHolder}) as holder`);
    await waiting;
    await another.query("update settings set value = 'another' where key = 'acting'");
    await another.end();
    expect(await lost).toContain(new URL(place.databaseUrl ?? '').pathname.slice(1));
    expect(await read()).toBe('unavailable');
  });

  test('connections that are ended are replaced', async () => {
    await other.query('select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()');
    await expect.poll(read).toBe('read');
  });
});
