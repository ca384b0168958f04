import type { Caller } from '@/lib/access/access';
import { isInScope } from '@/lib/access/scope';
import type { EndedMeeting, EndedMeetingDetails } from '@/lib/meeting/ended-meeting';
import type { LogLine } from '@/lib/meeting/meeting-log';
import { invalidField, ProblemError } from '@/lib/problem/problem';
import type { CommandParts } from '@/server/commands/command';
import { cursorAfter, keyOf, storedPage, type Page } from '@/server/commands/page';
import type { StoredEnd } from '@/server/journal/ended-meeting-store';
import { formerMembers } from '@/server/journal/former-members';

type Parts = Pick<CommandParts, 'history' | 'rehearsal'>;

export interface EndedListInput {
  readonly limit: number;
  readonly cursor?: string;
  readonly search?: string;
  readonly cluster?: string;
}

/** The meetings that ended in the last days, the latest first. Those of a rehearsal are never among real ones. */
export async function endedPage({ history, rehearsal }: Parts, { scope }: Caller, { limit, cursor, ...asked }: EndedListInput): Promise<Page<EndedMeeting>> {
  const query = { ...asked, scope, origin: rehearsal.isOn() ? ('emulator' as const) : ('configured' as const) };
  const after = endKeyIn(cursor);
  const page = await storedPage(limit, (rows) => history.list(query, rows, after), ({ endedAt, id }) => `${Date.parse(endedAt)} ${id}`);
  return { ...page, total: await history.count(query) };
}

/** One that has ended, with who was in it. Problem: `not-found`, also for what is outside of the caller's scope. */
export async function endedDetails(parts: Parts, caller: Caller, id: string): Promise<EndedMeetingDetails> {
  const { meeting, log } = await endOf(parts, caller, id);
  return { ...meeting, people: formerMembers(log) };
}

/** A page of the log of one that has ended, newest first. */
export async function endedLog(parts: Parts, caller: Caller, { id, limit, cursor }: { id: string; limit: number; cursor?: string }): Promise<{ items: LogLine[]; nextCursor: string | null }> {
  const { log } = await endOf(parts, caller, id);
  const newestFirst = log.toReversed();
  const last = keyOf(cursor);
  const start = last === null ? 0 : newestFirst.findIndex((line) => line.id === last) + 1;
  if (last !== null && start === 0) throw invalidField('cursor', "This cursor is not from this meeting's log.");
  const items = newestFirst.slice(start, start + limit);
  const next = start + limit < newestFirst.length ? items.at(-1) : undefined;
  return { items, nextCursor: next ? cursorAfter(next.id) : null };
}

async function endOf({ history }: Parts, { scope }: Caller, id: string): Promise<StoredEnd> {
  const found = await history.find(id);
  if (found && isInScope(scope, { cluster: found.meeting.cluster.id, space: found.meeting.space })) return found;
  throw new ProblemError('not-found', 'No meeting with this id ended in the days that Usher remembers.');
}

function endKeyIn(cursor: string | undefined): { endedAtMs: number; id: string } | null {
  const key = keyOf(cursor);
  if (key === null) return null;
  const [, endedAtMs, id] = /^(\d{1,16}) (.+)$/.exec(key) ?? [];
  if (endedAtMs === undefined || id === undefined) throw invalidField('cursor', 'This cursor is not from a list of ended meetings.');
  return { endedAtMs: Number(endedAtMs), id };
}
