import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { Meeting } from '@/lib/meeting/meeting';

/** The names of the bridges that host a meeting, in order; one that Usher no longer knows is left out. */
export function bridgeNames(meeting: Meeting, callBridges: ReadonlyMap<string, CallBridge>): string[] {
  return meeting.calls.flatMap(({ callBridge }) => callBridges.get(callBridge)?.name ?? []).sort();
}
