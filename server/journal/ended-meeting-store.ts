import { sql, type Kysely, type RawBuilder, type Selectable } from 'kysely';
import { z } from 'zod';
import type { Scope } from '@/lib/access/scope';
import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { EndedMeeting } from '@/lib/meeting/ended-meeting';
import { logLineSchema, type LogLine } from '@/lib/meeting/meeting-log';
import { rfc3339 } from '@/server/bridge-client/clock';
import type { Database } from '@/server/db/schema';
import { storedFactSchema, withoutNulls } from '@/server/journal/stored-fact';

/** A meeting that has ended, with its log, oldest first. */
export interface StoredEnd {
  readonly meeting: EndedMeeting;
  readonly origin: CallBridge['origin'];
  readonly log: readonly LogLine[];
}

export interface EndedQuery {
  readonly search?: string;
  /** Id or name. */
  readonly cluster?: string;
  readonly scope: Scope | null;
  /** A rehearsal's meetings and real ones are never listed together. */
  readonly origin: CallBridge['origin'];
}

/** A line as it is stored: what is null in it has been left out. */
const storedLine = storedFactSchema.extend({ id: z.string(), at: z.string(), callBridge: logLineSchema.shape.callBridge.default(null) });

/** The key that a list of ends continues after. */
export interface EndKey {
  readonly endedAtMs: number;
  readonly id: string;
}

/** Of names there is so much to be searched: a meeting of thousands need not be found by each. */
const mostFolded = 20_000;

/** Stores meetings that have ended. One that is there already, and went on after all, is replaced. */
export async function insertEnds(db: Kysely<Database>, ends: readonly StoredEnd[]): Promise<void> {
  for (const end of ends) {
    const { id, ...row } = rowOf(end);
    await db.insertInto('ended_meetings').values({ id, ...row }).onConflict((conflict) => conflict.column('id').doUpdateSet(row)).execute();
  }
}

export async function findEnd(db: Kysely<Database>, id: string): Promise<StoredEnd | null> {
  const row = await db.selectFrom('ended_meetings').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? { meeting: meetingOf(row), origin: row.origin === 'emulator' ? 'emulator' : 'configured', log: z.array(storedLine).parse(JSON.parse(row.log)) } : null;
}

/** The latest end first. */
export async function listEnds(db: Kysely<Database>, query: EndedQuery, limit: number, after: EndKey | null): Promise<EndedMeeting[]> {
  const rows = await db
    .selectFrom('ended_meetings')
    .select(['id', 'meeting', 'name', 'cluster_id', 'cluster_name', 'space', 'started_at', 'ended_at', 'ended_after', 'people_count'])
    .where(asked(query))
    .$if(after !== null, (list) => list.where(sql<boolean>`(ended_at < ${after?.endedAtMs} or (ended_at = ${after?.endedAtMs} and id < ${after?.id}))`))
    .orderBy('ended_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(meetingOf);
}

export async function countEnds(db: Kysely<Database>, query: EndedQuery): Promise<number> {
  const row = await db.selectFrom('ended_meetings').select(({ fn }) => fn.countAll<number>().as('n')).where(asked(query)).executeTakeFirstOrThrow();
  return Number(row.n);
}

/** Erases what ended by that time, and of the rest all but the latest `most`. */
export async function eraseEnds(db: Kysely<Database>, byMs: number, most: number): Promise<void> {
  const last = await db.selectFrom('ended_meetings').select('ended_at').orderBy('ended_at', 'desc').offset(most).limit(1).executeTakeFirst();
  const until = Math.max(byMs, last ? Number(last.ended_at) : byMs);
  await db.deleteFrom('ended_meetings').where('ended_at', '<=', until).execute();
}

function asked({ search, cluster, scope, origin }: EndedQuery): RawBuilder<boolean> {
  const conditions = [sql`origin = ${origin}`];
  if (cluster !== undefined) conditions.push(sql`(cluster_id = ${cluster} or cluster_name = ${cluster})`);
  if (search) conditions.push(sql`names_folded like ${`%${escaped(search.toLocaleLowerCase())}%`} escape '!'`);
  if (scope !== null) {
    const whole = scope.clusters.map((one) => sql`cluster_id = ${one}`);
    const single = scope.spaces.map((one) => sql`(cluster_id = ${one.cluster} and space = ${one.id})`);
    conditions.push(sql`(${sql.join([...whole, ...single], sql` or `)})`);
  }
  return sql<boolean>`${sql.join(conditions, sql` and `)}`;
}

function escaped(text: string): string {
  return plain(text).replace(/[!%_]/g, '!$&');
}

/** A database may refuse this character; names come from bridges, and can hold anything. */
function plain(text: string): string {
  return text.replaceAll('\0', '');
}

function rowOf({ meeting, origin, log }: StoredEnd): Selectable<Database['ended_meetings']> {
  const names = new Set([meeting.name, ...log.flatMap(({ person }) => person?.name ?? [])]);
  return {
    id: meeting.id,
    meeting: meeting.meeting,
    origin,
    name: plain(meeting.name),
    cluster_id: meeting.cluster.id,
    cluster_name: meeting.cluster.name,
    space: meeting.space,
    started_at: Date.parse(meeting.startedAt),
    ended_at: Date.parse(meeting.endedAt),
    ended_after: meeting.endedAfter === null ? null : Date.parse(meeting.endedAfter),
    people_count: meeting.peopleCount,
    names_folded: plain([...names].join('\n').toLocaleLowerCase()).slice(0, mostFolded),
    log: withoutNulls(log),
  };
}

function meetingOf(row: Omit<Selectable<Database['ended_meetings']>, 'log' | 'names_folded' | 'origin'>): EndedMeeting {
  return {
    id: row.id,
    meeting: row.meeting,
    name: row.name,
    cluster: { id: row.cluster_id, name: row.cluster_name },
    space: row.space,
    startedAt: rfc3339(Number(row.started_at)),
    endedAt: rfc3339(Number(row.ended_at)),
    endedAfter: row.ended_after === null ? null : rfc3339(Number(row.ended_after)),
    peopleCount: row.people_count,
  };
}
