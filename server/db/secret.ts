import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { ProblemError } from '@/lib/problem/problem';
import { dataDirNotWritable } from './data-dir';
import type { Database } from './schema';

const checkKey = 'secret-check';

/**
 * The secret that encrypts bridge passwords: USHER_SECRET if set, else the one in `secret` in the data directory, made at the
 * first start. The database keeps a value that only the right secret gives.
 * Problems: `wrong-secret` if the database was used with another one; `data-dir-not-writable`.
 */
export async function openSecret(options: {
  dataDir: string;
  /** USHER_SECRET; null if it is not set. */
  configured: string | null;
  db: Kysely<Database>;
}): Promise<string> {
  const { dataDir, configured, db } = options;
  const path = join(dataDir, 'secret');
  const row = await db.selectFrom('settings').select('value').where('key', '=', checkKey).executeTakeFirst();
  const known = configured ?? readSecret(path);
  if (known === null && row) {
    throw new ProblemError('wrong-secret', `The secret of this database is gone: ${path} is missing. Put it back or set USHER_SECRET.`);
  }
  const secret = known ?? makeSecret(path, dataDir);
  const check = checkValue(secret);
  if (!row) {
    await db.insertInto('settings').values({ key: checkKey, value: check }).execute();
  } else if (!sameText(row.value, check)) {
    const source = configured === null ? `in ${path}` : 'in USHER_SECRET';
    throw new ProblemError(
      'wrong-secret',
      `The secret ${source} is not the one this database was made with, so the bridges' passwords cannot be read. Start with the former secret.`,
    );
  }
  return secret;
}

function readSecret(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new ProblemError('wrong-secret', `${path} cannot be read: ${String(error)}.`, { cause: error });
  }
}

/** Written whole or not at all: a half secret would lock the data up for good. */
function makeSecret(path: string, dataDir: string): string {
  const secret = randomBytes(32).toString('base64url');
  try {
    const file = openSync(`${path}.new`, 'w', 0o600);
    writeSync(file, `${secret}\n`);
    fsyncSync(file);
    closeSync(file);
    renameSync(`${path}.new`, path);
  } catch (cause) {
    throw dataDirNotWritable(dataDir, cause);
  }
  return secret;
}

function checkValue(secret: string): string {
  return createHmac('sha256', secret).update('usher: check value of the secret').digest('hex');
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
