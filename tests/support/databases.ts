import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { type DatabaseOptions, type OpenedDatabase, openDatabase } from '@/server/db/open-database';
import { freshPostgres } from './postgres';

/** What every test of the database, and every whole story, runs on: `describe.each(engines)`. */
export const engines = ['sqlite', 'postgresql'] as const;
export type Engine = (typeof engines)[number];

/** A place for one Usher's data: what goes into USHER_DATA_DIR and DATABASE_URL. */
export interface DataPlace {
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  remove(): void;
}

/** A new data directory and, on PostgreSQL, a new database. */
export async function freshPlace(engine: Engine): Promise<DataPlace> {
  const databaseUrl = engine === 'postgresql' ? await freshPostgres() : null;
  const dataDir = mkdtempSync(join(tmpdir(), 'usher-test-'));
  return { dataDir, databaseUrl, remove: () => rmSync(dataDir, { recursive: true, force: true }) };
}

/** Opens the database of a place, quietly. */
export function openPlace(place: DataPlace, more: Partial<DatabaseOptions> = {}): Promise<OpenedDatabase> {
  return openDatabase({
    dataDir: place.dataDir,
    databaseUrl: place.databaseUrl,
    onLockLost: () => {},
    log: pino({ enabled: false }),
    ...more,
  });
}
