import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import SqliteFile from 'better-sqlite3';
import pg from 'pg';
import { expect, test } from 'vitest';
import { CookieBrowser } from '../support/cookie-browser';
import type { DataPlace } from '../support/databases';
import { startPostgres } from '../support/postgres-server';
import { ShakenUsher } from '../support/shaken-usher';
import { ushersInTurn } from '../support/ushers-in-turn';

const guestCount = 100;
const awayMs = 10_000;

const turns = ushersInTurn();

/** A database that can be taken away from an Usher and given back. */
interface Removable {
  readonly place: DataPlace;
  takeAway(): Promise<void>;
  giveBack(): Promise<void>;
}

async function stoppablePostgres(): Promise<Removable> {
  const server = await startPostgres();
  turns.undo(() => server.stop());
  const client = new pg.Client({ connectionString: `${server.url}/postgres` });
  await client.connect();
  const name = `usher_${randomBytes(6).toString('hex')}`;
  await client.query(`create database ${name}`);
  await client.end();
  const dataDir = mkdtempSync(join(tmpdir(), 'usher-test-'));
  turns.undo(() => rmSync(dataDir, { recursive: true, force: true }));
  return {
    place: { dataDir, databaseUrl: `${server.url}/${name}`, remove: () => undefined },
    takeAway: () => server.shutDown(),
    giveBack: () => server.startAgain(),
  };
}

/** Somebody else, such as the sqlite3 shell, is in the middle of a change. */
async function lockableSqlite(): Promise<Removable> {
  const place = await turns.newPlace();
  let other: SqliteFile.Database | null = null;
  return {
    place,
    takeAway() {
      other = new SqliteFile(join(place.dataDir, 'usher.db'), { timeout: 10_000 });
      other.exec('BEGIN IMMEDIATE');
      return Promise.resolve();
    },
    giveBack: () => Promise.resolve(void other?.close()),
  };
}

test.each([
  ['PostgreSQL stopped', stoppablePostgres],
  ['SQLite held by another program', lockableSqlite],
])(`with %s for ten seconds in the middle of an order of ${guestCount}, nothing is sent that is not on record, and all goes on afterwards`, { timeout: 300_000 }, async (_, removable) => {
  const { place, takeAway, giveBack } = await removable();
  const shaken = await ShakenUsher.start(turns, { place });
  await shaken.bringGuests(guestCount, '1001');
  await shaken.bringHost('1002');
  const [here, target] = [await shaken.meeting('Space 1'), await shaken.meeting('Space 2')];
  const guests = await shaken.guestsOnceThere(guestCount);
  expect(await shaken.order('before', guests.map(({ id }) => id), target)).toMatchObject({ status: 202 });
  await takeAway();
  const backAt = delay(awayMs);

  const { usher } = shaken;
  await expect.poll(async () => (await fetch(`${usher.url}/readyz`)).status).toBe(503);
  expect((await fetch(`${usher.url}/healthz`)).status).toBe(200);
  // What is live is in memory; a deed is refused in words.
  expect(await usher.api('/meetings')).toMatchObject({ status: 200 });
  expect(await shaken.order('meanwhile', guests.slice(0, 3).map(({ id }) => id), here)).toMatchObject({ status: 503, body: { code: 'unavailable', detail: expect.stringContaining('database') as string } });
  await expect(new CookieBrowser(usher.url).signIn('admin', usher.admin.password)).resolves.toMatch(/./);
  await backAt;
  await giveBack();

  await expect.poll(async () => (await fetch(`${usher.url}/readyz`)).status).toBe(200);
  expect(await shaken.order('afterwards', guests.slice(0, 1).map(({ id }) => id), target)).toMatchObject({ status: 202 });
  await shaken.orderAllAgain();
  const orders = await shaken.expectPromisesKept();
  // Who was about to leave at that moment did not: it is told, and can be repeated.
  const ends = orders.find(({ reason }) => reason === 'before')?.items.map(({ state, error, verdict }) => (error ? `${state}: ${error.code}` : state === 'refused' ? `${state}: ${verdict.reason}` : state));
  expect(ends?.filter((end) => end !== 'joined' && end !== 'nothing-happened: unavailable')).toEqual([]);
  expect(ends?.filter((end) => end === 'joined').length).toBeGreaterThan(guestCount / 2);
});
