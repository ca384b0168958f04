import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { Kysely } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from './migrations/migrate';
import type { Database } from './schema';
import { sqliteDialect } from './sqlite';
import type { SyncFile } from './write-ahead-log';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'usher-sqlite-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

async function openMigrated(sync?: SyncFile): Promise<Kysely<Database>> {
  const db = new Kysely<Database>({ dialect: sqliteDialect(dataDir, sync) });
  await migrate(db);
  return db;
}

const settings = (db: Kysely<Database>) => db.selectFrom('settings').select('key').orderBy('key').execute();
const add = (db: Kysely<Database>, key: string) => db.insertInto('settings').values({ key, value: 'any' }).execute();

test('what the disk has refused is found by nobody until it is on disk', async () => {
  let refuses = false;
  const db = await openMigrated(() => (refuses ? Promise.reject(new Error('EIO')) : Promise.resolve()));
  await add(db, 'before');
  // As long as another program reads from the log, it cannot be written into the database either.
  const reader = new SqliteFile(join(dataDir, 'usher.db'), { readonly: true });
  const reading = reader.prepare('select * from migrations').iterate();
  reading.next();
  refuses = true;
  await expect(add(db, 'refused')).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
  await expect(settings(db)).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
  reading.return?.();
  reader.close();
  expect(await settings(db)).toEqual([{ key: 'before' }, { key: 'refused' }]);
  await db.destroy();
});

test('closing waits for whoever is in the middle of something, and for those who wait for them', async () => {
  const db = await openMigrated();
  const [goesOn, goOn] = gate();
  const [hasBegun, begun] = gate();
  const changed = db.transaction().execute(async (trx) => {
    await add(trx, 'first');
    begun();
    await goesOn;
    await add(trx, 'second');
  });
  await hasBegun;
  const added = add(db, 'third');
  const closed = db.destroy();
  goOn();
  await Promise.all([changed, added, closed]);
  const again = await openMigrated();
  expect(await settings(again)).toEqual([{ key: 'first' }, { key: 'second' }, { key: 'third' }]);
  await again.destroy();
});

function gate(): [Promise<void>, () => void] {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return [opened, open];
}
