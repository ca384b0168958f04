import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WriteAheadLog } from './write-ahead-log';

let dataDir: string;
let database: SqliteFile.Database;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'usher-wal-'));
  database = new SqliteFile(join(dataDir, 'usher.db'));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  database.exec('create table notes (text text)');
});
afterEach(() => {
  database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** A disk whose turns end when the test says so. */
class SlowDisk {
  readonly turns: { readonly end: () => void; readonly refuse: () => void }[] = [];
  readonly sync = () =>
    new Promise<void>((resolve, reject) => {
      this.turns.push({ end: resolve, refuse: () => reject(new Error('EIO')) });
    });
}

const openLog = (disk: SlowDisk) => new WriteAheadLog(database, join(dataDir, 'usher.db'), disk.sync);
const write = () => database.prepare("insert into notes values ('one')").run();

test('a commit made while the disk is at its turn waits for the next turn, and shares it', async () => {
  const disk = new SlowDisk();
  const log = openLog(disk);
  const settled: string[] = [];
  write();
  const first = log.onDisk().then(() => settled.push('first'));
  write();
  const second = log.onDisk().then(() => settled.push('second'));
  write();
  const third = log.onDisk().then(() => settled.push('third'));
  disk.turns[0]?.end();
  await first;
  await expect.poll(() => disk.turns.length).toBe(2);
  expect(settled).toEqual(['first']);
  disk.turns[1]?.end();
  await Promise.all([second, third]);
  expect(settled).toEqual(['first', 'second', 'third']);
  await log.close();
});

test('what the disk refused to take is written into the database itself before it counts as being there', async () => {
  const disk = new SlowDisk();
  const log = openLog(disk);
  write();
  const onDisk = log.onDisk();
  disk.turns[0]?.refuse();
  await onDisk;
  // All of the log is in the database: it begins anew.
  expect(database.pragma('wal_checkpoint')).toEqual([{ busy: 0, log: 0, checkpointed: 0 }]);
  await log.close();
});

test('as long as what was refused is not in the database, no later write counts as being on disk', async () => {
  const disk = new SlowDisk();
  const log = openLog(disk);
  const reader = new SqliteFile(join(dataDir, 'usher.db'), { readonly: true });
  write();
  const reading = reader.prepare('select * from notes').iterate();
  reading.next();
  database.pragma('busy_timeout = 0');
  const refused = log.onDisk();
  disk.turns[0]?.refuse();
  await expect(refused).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
  write();
  await expect(log.onDisk()).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
  reading.return?.();
  reader.close();
  await log.onDisk();
  expect(disk.turns).toHaveLength(1);
  await log.close();
});

test('the disk has one turn at a time, whenever somebody asks, and closing waits for all of them', async () => {
  const disk = new SlowDisk();
  const log = openLog(disk);
  write();
  const asked = [log.onDisk(), log.onDisk()];
  disk.turns[0]?.end();
  // At each of the moments between the end of a turn and the beginning of the next.
  for (let moment = 0; moment < 20; moment += 1) {
    await Promise.resolve();
    asked.push(log.onDisk());
  }
  expect(disk.turns).toHaveLength(2);
  const closed = log.close();
  disk.turns[1]?.end();
  await expect.poll(() => disk.turns.length).toBe(3);
  disk.turns[2]?.end();
  await Promise.all([...asked, closed]);
});

test('closing waits for the turn that is under way', async () => {
  const disk = new SlowDisk();
  const log = openLog(disk);
  write();
  const told: string[] = [];
  void log.onDisk().then(() => told.push('on disk'));
  const closed = log.close().then(() => told.push('closed'));
  disk.turns[0]?.end();
  await closed;
  expect(told).toEqual(['on disk', 'closed']);
});
