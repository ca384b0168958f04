import type { LogLine } from '@/lib/meeting/meeting-log';
import { rfc3339 } from '@/server/bridge-client/clock';
import type { Inventory } from '@/server/inventory/inventory';
import type { Entry } from '@/server/journal/entry';
import type { Journal } from '@/server/journal/journal';
import { keyOf } from '@/server/journal/keys';

/** The lines of one page, and the number that the next page continues after; null where there is none. */
export interface LogPage {
  readonly lines: LogLine[];
  readonly next: number | null;
}

/**
 * The log of a meeting, newest first. It begins after the end of an earlier meeting of the same id: a space's next call may
 * reuse the correlator.
 * @param until the number of the meeting's own end, where it has ended
 */
export function meetingLog(
  journal: Pick<Journal, 'about'>,
  inventory: Pick<Inventory, 'picture'>,
  meeting: string,
  { limit, after, until = null }: { limit: number; after: number | null; until?: number | null },
): LogPage {
  const found = journal.about([keyOf(meeting)], { sources: ['usher'], order: 'newest-first', limit: limit + 1, after: after ?? (until === null ? null : until + 1) });
  const own: LogLine[] = [];
  for (const { said, ...entry } of found) {
    if (typeof said === 'string') continue;
    if (said.event === 'ended' && entry.number !== until) break;
    own.push({ ...said, id: String(entry.number), at: rfc3339(entry.heardAtMs), callBridge: bridgeOf(entry, inventory) });
  }
  const lines = own.slice(0, limit);
  return { lines, next: own.length > limit ? Number(lines.at(-1)?.id) : null };
}

function bridgeOf({ callBridge }: Pick<Entry, 'callBridge'>, { picture }: Pick<Inventory, 'picture'>): LogLine['callBridge'] {
  const bridge = picture.callBridges.get(callBridge ?? '');
  return bridge ? { id: bridge.id, name: bridge.name } : null;
}
