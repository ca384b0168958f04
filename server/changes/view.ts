import { isInScope, seesCluster, type Scope } from '@/lib/access/scope';
import type { Change } from '@/lib/meeting/change';
import type { Topics } from '@/lib/meeting/topics';
import type { Entry, Kind, Spot } from '@/server/changes/change-log';
import { participantSeen } from '@/server/inventory/scoped-inventory';
import { noticeSeen } from '@/server/moves/lost/notice-seen';
import { orderSeen } from '@/server/moves/order-seen';

/** What one viewer's screen shows and his scope allows. */
export interface View {
  readonly topics: Topics;
  readonly scope: Scope | null;
}

/**
 * What a viewer is told of an entry: the change itself, as far as he may see it; that the thing is gone, if it was shown to him and
 * is no more; null for nothing.
 * @param since the place in the stream at which he had last heard everything: what he was shown then may have to be taken back
 * @param maySee whether his scope holds a live meeting
 */
export function changeSeen({ topics, scope }: View, entry: Entry, since: number, maySee: (meeting: string) => boolean): Change | null {
  if (entry.change.event === 'move') {
    const order = topics.orders && orderSeen(entry.change.data, entry.routes ?? new Map(), scope);
    if (!order) return null;
    return order === entry.change.data ? entry.change : { event: 'move', data: order };
  }
  if (entry.change.event === 'notice') {
    const notice = topics.orders && noticeSeen(entry.change.data, entry.routes ?? new Map(), scope);
    if (!notice) return null;
    return notice === entry.change.data ? entry.change : { event: 'notice', data: notice };
  }
  if (shows({ topics, scope }, entry.kind, entry.spot)) return scope === null ? entry.change : masked(entry.change, maySee);
  const former = entry.former.find(({ until, spot }) => until > since && shows({ topics, scope }, entry.kind, spot));
  return former ? gone(entry, former.spot) : null;
}

function shows({ topics, scope }: View, kind: Kind, { meeting, place }: Spot): boolean {
  switch (kind) {
    case 'meeting':
      return topics.meetings && isInScope(scope, place);
    case 'participant':
      return (topics.people === 'all' || topics.people.has(meeting)) && isInScope(scope, place);
    case 'call-bridge':
      return topics.callBridges && seesCluster(scope, place?.cluster ?? '');
    case 'order':
    case 'notice':
      return topics.orders;
  }
}

function masked(change: Change, maySee: (meeting: string) => boolean): Change {
  if (change.event !== 'participant') return change;
  const seen = participantSeen(change.data, maySee);
  return seen === change.data ? change : { event: 'participant', data: seen };
}

function gone({ kind, id }: Entry, { meeting }: Spot): Change {
  if (kind === 'meeting') return { event: 'meeting-ended', data: { id } };
  if (kind === 'participant') return { event: 'participant-left', data: { id, meeting, reason: null } };
  return { event: 'call-bridge-removed', data: { id } };
}
