import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { memoryDatabase } from './memory-database';
import type { Database } from './schema';
import { openSecret } from './secret';

let dataDir: string;
let db: Kysely<Database>;
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'usher-secret-'));
  db = await memoryDatabase();
});
afterEach(async () => {
  await db.destroy();
  rmSync(dataDir, { recursive: true });
});

test('without USHER_SECRET one is made once, which only the owner can read', async () => {
  const first = await openSecret({ dataDir, configured: null, db });
  expect(first.length).toBeGreaterThanOrEqual(43);
  expect(await openSecret({ dataDir, configured: null, db })).toBe(first);
  expect(statSync(join(dataDir, 'secret')).mode & 0o777).toBe(0o600);
});

test('USHER_SECRET goes before the file, and nothing is written for it', async () => {
  expect(await openSecret({ dataDir, configured: 'a secret of our own', db })).toBe('a secret of our own');
  expect(() => readFileSync(join(dataDir, 'secret'))).toThrow('ENOENT');
});

test('a secret that does not fit the database is refused without being shown', async () => {
  await openSecret({ dataDir, configured: 'the right one', db });
  const error: unknown = await openSecret({ dataDir, configured: 'a-wrong-one', db }).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: 'wrong-secret' });
  expect(String(error)).toContain('USHER_SECRET');
  expect(String(error)).not.toContain('a-wrong-one');
  expect(await openSecret({ dataDir, configured: 'the right one', db })).toBe('the right one');
});

test('a lost secret file is said to be missing, not replaced by a new secret', async () => {
  await openSecret({ dataDir, configured: null, db });
  rmSync(join(dataDir, 'secret'));
  await expect(openSecret({ dataDir, configured: null, db })).rejects.toMatchObject({ code: 'wrong-secret' });
  expect(() => statSync(join(dataDir, 'secret'))).toThrow('ENOENT');
});
