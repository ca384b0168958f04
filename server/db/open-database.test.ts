import { mkdtempSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type DatabaseOptions, openDatabase } from './open-database';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'usher-db-'));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(dataDir, { recursive: true, force: true });
});

function options(more: Partial<DatabaseOptions> = {}): DatabaseOptions {
  return { dataDir, databaseUrl: null, onLockLost: () => {}, log: pino({ enabled: false }), ...more };
}

test('what was written is there after closing and opening again', async () => {
  const first = await openDatabase(options());
  expect(first.kind).toBe('sqlite');
  await first.db.insertInto('settings').values({ key: 'epoch', value: '7' }).execute();
  await first.close();
  const second = await openDatabase(options());
  expect(await second.db.selectFrom('settings').selectAll().execute()).toEqual([{ key: 'epoch', value: '7' }]);
  await second.close();
});

test('the data directory is made when it is not there, and only its owner can read the database', async () => {
  const deep = join(dataDir, 'a', 'b');
  const opened = await openDatabase(options({ dataDir: deep }));
  expect(statSync(deep).mode & 0o077).toBe(0);
  for (const file of ['usher.db', 'usher.db-wal']) expect(statSync(join(deep, file)).mode & 0o077).toBe(0);
  await opened.close();
});

test('a second Usher on the same data directory is refused, and may start once the first has closed', async () => {
  const first = await openDatabase(options());
  await expect(openDatabase(options())).rejects.toMatchObject({ code: 'data-dir-locked' });
  await expect(openDatabase(options())).rejects.toMatchObject({ code: 'data-dir-locked' });
  await first.close();
  const second = await openDatabase(options());
  await second.close();
});

test('a data directory that cannot be made is named, with the reason', async () => {
  const file = join(dataDir, 'a-file');
  writeFileSync(file, '');
  const refused = openDatabase(options({ dataDir: join(file, 'data') }));
  await expect(refused).rejects.toMatchObject({
    code: 'data-dir-not-writable',
    problem: { detail: expect.stringMatching(/a-file.*ENOTDIR/) as string },
  });
});

test('a file that is no database is refused with its name, and the lock is given back', async () => {
  writeFileSync(join(dataDir, 'usher.db'), 'this is not a database, whatever its name says. '.repeat(100));
  await expect(openDatabase(options())).rejects.toMatchObject({ code: 'unavailable' });
  unlinkSync(join(dataDir, 'usher.db'));
  await (await openDatabase(options())).close();
});

test('a database of a newer version is left alone', async () => {
  const newer = await openDatabase(options());
  await newer.db.insertInto('migrations').values({ name: 'from-the-future', applied_at: 1 }).execute();
  await newer.close();
  await expect(openDatabase(options())).rejects.toMatchObject({
    code: 'unavailable',
    problem: { detail: expect.stringContaining('from-the-future') as string },
  });
});

test('whoever removes the lock file takes the lock away, and its holder is told once', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const lost: string[] = [];
  const opened = await openDatabase(options({ onLockLost: (reason) => lost.push(reason) }));
  vi.advanceTimersByTime(20_000);
  expect(lost).toEqual([]);
  unlinkSync(join(dataDir, 'usher.lock'));
  vi.advanceTimersByTime(20_000);
  expect(lost).toHaveLength(1);
  await opened.close();
});

test('a PostgreSQL that does not answer is unavailable, in words that do not show the password', async () => {
  const refused = openDatabase(options({ databaseUrl: 'postgres://usher:hunter2secret@127.0.0.1:1/usher' }));
  const error: unknown = await refused.catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: 'unavailable' });
  expect(String(error)).toContain('127.0.0.1:1');
  expect(String(error)).not.toContain('hunter2secret');
});
