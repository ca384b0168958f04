import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { LogFact } from '@/lib/meeting/meeting-log';
import type { Database } from '@/server/db/schema';
import { recordedMeetingSchema, type RecordedMeeting } from '@/server/journal/recorded-meeting';
import { storedFactSchema, withoutNulls } from '@/server/journal/stored-fact';

/** A line of a live meeting's log, as the journal has it. */
export interface RecordedLine {
  readonly number: number;
  readonly meeting: string;
  readonly atMs: number;
  readonly callBridge: string | null;
  readonly said: LogFact;
  readonly about: readonly string[];
}

const storedLineSchema = z.object({ callBridge: z.string().nullable().default(null), said: storedFactSchema, about: z.array(z.string()) });
/** Four columns each: far below what either database takes in one statement. */
const rowsPerInsert = 200;
const seenKey = 'live-meetings-seen-at';

/** Adds lines, or puts them in place of those of their numbers; puts meetings in place of what was stored of them, and notes that all that is live was so at that time. */
export async function storeLive(db: Kysely<Database>, meetings: readonly { id: string; text: string }[], lines: readonly RecordedLine[], seenAtMs: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const { id, text } of meetings) {
      const row = { meeting: text, seen_at: null };
      await trx.insertInto('live_meetings').values({ id, ...row }).onConflict((conflict) => conflict.column('id').doUpdateSet(row)).execute();
    }
    for (let at = 0; at < lines.length; at += rowsPerInsert) {
      const rows = lines.slice(at, at + rowsPerInsert).map(rowOf);
      const insert = trx.insertInto('live_log_lines').values(rows);
      await insert.onConflict((conflict) => conflict.column('number').doUpdateSet(({ ref }) => ({ line: ref('excluded.line') }))).execute();
    }
    const value = String(seenAtMs);
    await trx.insertInto('settings').values({ key: seenKey, value }).onConflict((conflict) => conflict.column('key').doUpdateSet({ value })).execute();
  });
}

function rowOf({ number, meeting, atMs, callBridge, said, about }: RecordedLine) {
  return { number, meeting, at: atMs, line: withoutNulls({ callBridge, said, about }) };
}

/** What was live when Usher last ran; each with until when it surely was. What cannot be read is left out. */
export async function readLive(db: Kysely<Database>): Promise<{ meeting: RecordedMeeting; seenAtMs: number }[]> {
  const seen = await db.selectFrom('settings').select('value').where('key', '=', seenKey).executeTakeFirst();
  await db.updateTable('live_meetings').set({ seen_at: Number(seen?.value ?? 0) }).where('seen_at', 'is', null).execute();
  const rows = await db.selectFrom('live_meetings').selectAll().execute();
  return rows.flatMap(({ meeting, seen_at }) => {
    const read = recordedMeetingSchema.safeParse(JSON.parse(meeting));
    return read.success ? { meeting: read.data, seenAtMs: Number(seen_at) } : [];
  });
}

/** The stored lines after a number, in their order, a page at a time. */
export async function readLines(db: Kysely<Database>, after: number, limit: number): Promise<RecordedLine[]> {
  const rows = await db.selectFrom('live_log_lines').selectAll().where('number', '>', after).orderBy('number').limit(limit).execute();
  return rows.map(({ number, meeting, at, line }) => ({ number: Number(number), meeting, atMs: Number(at), ...storedLineSchema.parse(JSON.parse(line)) }));
}

/** Erases the lines of a meeting that has ended, up to a number; and the meeting, unless the next one of its id is live. */
export async function eraseLive(db: Kysely<Database>, id: string, upTo: number, isLive: boolean): Promise<void> {
  await db.deleteFrom('live_log_lines').where('meeting', '=', id).where('number', '<=', upTo).execute();
  if (!isLive) await db.deleteFrom('live_meetings').where('id', '=', id).execute();
}

/** Erases lines whose meeting is not there: what a kill may have left behind. */
export async function eraseStrayLines(db: Kysely<Database>): Promise<void> {
  await db.deleteFrom('live_log_lines').where(sql<boolean>`meeting not in (select id from live_meetings)`).execute();
}

/** Erases meetings that nobody has seen since that time, lines from before it, and all lines but the latest `most`. */
export async function eraseOldLive(db: Kysely<Database>, byMs: number, most: number): Promise<void> {
  await db.deleteFrom('live_meetings').where('seen_at', '<=', byMs).execute();
  const last = await db.selectFrom('live_log_lines').select('number').orderBy('number', 'desc').offset(most).limit(1).executeTakeFirst();
  await db
    .deleteFrom('live_log_lines')
    .where(sql<boolean>`(number <= ${last ? Number(last.number) : -1} or at <= ${byMs})`)
    .execute();
}
