import { isEnd } from '@/lib/move/item-state';
import type { Traffic, TrafficState } from '@/components/move/traffic';

/** The traffic, so that a column finds its own among a thousand that are on the way. */
export interface TrafficIndex {
  /** By the meetings that an item is from, to, or was found in. */
  readonly byMeeting: ReadonlyMap<string, readonly Traffic[]>;
  /** Participants who are on the way, by the ids under which they were sent. */
  readonly underWay: ReadonlySet<string>;
}

/** @param before the index until now: a meeting of which nothing is new keeps its array, so that it is not drawn again */
export function indexTraffic(state: TrafficState, before: TrafficIndex | null): TrafficIndex {
  const byMeeting = new Map<string, Traffic[]>();
  const underWay = new Set<string>();
  for (const traffic of state.values()) {
    const { from, to, foundIn, state: itemState, participant } = traffic.item;
    if (!isEnd(itemState)) underWay.add(participant);
    for (const meeting of new Set([to.meeting, from?.meeting, foundIn?.meeting])) {
      if (meeting === undefined) continue;
      const there = byMeeting.get(meeting);
      if (there) there.push(traffic);
      else byMeeting.set(meeting, [traffic]);
    }
  }
  const kept = Array.from(byMeeting, ([meeting, there]) => {
    const known = before?.byMeeting.get(meeting);
    return [meeting, known && sameTraffic(known, there) ? known : there] as const;
  });
  return { byMeeting: new Map(kept), underWay };
}

function sameTraffic(a: readonly Traffic[], b: readonly Traffic[]): boolean {
  return a.length === b.length && a.every((traffic, at) => traffic === b[at]);
}
