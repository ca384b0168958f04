'use client';

import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { Meeting } from '@/lib/meeting/meeting';
import { useLiveStore } from '@/components/live/live-provider';

/** The names of the bridges that host a meeting, in order; one that Usher no longer knows is left out. */
export function bridgeNames(meeting: Meeting, callBridges: ReadonlyMap<string, CallBridge>): string[] {
  return meeting.calls.flatMap(({ callBridge }) => callBridges.get(callBridge)?.name ?? []).sort();
}

/** The same as text. Bridges change every second, their names hardly ever: it is drawn anew with the meeting only. */
export function BridgeNames({ meeting }: { meeting: Meeting }) {
  const names = bridgeNames(meeting, useLiveStore().picture.callBridges).join(', ');
  return <span title={names}>{names}</span>;
}
