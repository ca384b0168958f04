import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

/** A new, empty PostgreSQL database; its server ends with the run. Returns what goes into DATABASE_URL. */
export async function freshPostgres(): Promise<string> {
  const response = await fetch(inject('postgresDoor'));
  const server = await response.text();
  if (!response.ok) throw new Error(`PostgreSQL did not start: ${server}`);
  const name = `usher_${randomBytes(6).toString('hex')}`;
  const client = new pg.Client({ connectionString: `${server}/postgres` });
  await client.connect();
  try {
    await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
  return `${server}/${name}`;
}
