import type { CallBridge, CallBridgeState, FeedState } from '@/lib/meeting/call-bridge';
import { rfc3339 } from '@/server/bridge-client/clock';

/** How a bridge is doing, as its feed sees it. */
export interface BridgeCondition {
  readonly state: CallBridgeState;
  /** Since when it is in this state; for `away` the time of its last word. Milliseconds since 1970. */
  readonly sinceMs: number;
  readonly problem: CallBridge['problem'];
  readonly version: string | null;
  readonly events: FeedState;
  readonly clockDifferenceMs: number | null;
  readonly load: number | null;
  readonly alarms: readonly string[];
  readonly lastWordMs: number | null;
}

/** What is set up for a bridge, independent of how it is doing. */
export type BridgeIdentity = Pick<CallBridge, 'id' | 'name' | 'address' | 'cluster' | 'origin'>;

/** How a bridge is doing as a sender of what Usher does not ask for. */
export interface SenderCondition {
  readonly cdr: FeedState;
  readonly callRecords: CallBridge['callRecords'];
}

/** A bridge as everybody sees it. */
export function callBridgeOf(
  identity: BridgeIdentity,
  condition: BridgeCondition,
  sender: SenderCondition,
  now: { atMs: number; requestsInFlight: number; certificateExpiresAt: string | null },
): CallBridge {
  return {
    ...identity,
    version: condition.version,
    state: condition.state,
    since: rfc3339(condition.sinceMs),
    problem: condition.problem,
    feeds: { events: condition.events, cdr: sender.cdr, syslog: 'off' },
    callRecords: sender.callRecords,
    clockDifferenceMs: condition.clockDifferenceMs,
    load: condition.load,
    requestsInFlight: now.requestsInFlight,
    stalenessMs: condition.lastWordMs === null ? null : Math.max(0, now.atMs - condition.lastWordMs),
    certificateExpiresAt: now.certificateExpiresAt,
    alarms: [...condition.alarms],
  };
}

/** A bridge without the figures that change all the time, as text: two that are equal need not be told apart at once. */
export function steadyPart(callBridge: CallBridge): string {
  const callRecords = callBridge.callRecords && { problem: callBridge.callRecords.problem };
  return JSON.stringify({ ...callBridge, load: null, requestsInFlight: null, stalenessMs: null, clockDifferenceMs: null, callRecords });
}

/** Load in per cent of the cluster's limit; the raw figure where it has none. Source: docs/cms-wire.md, section 3. */
export function loadShown(mediaProcessingLoad: number | null, loadLimit: number | null): number | null {
  if (mediaProcessingLoad === null || loadLimit === null || loadLimit <= 0) return mediaProcessingLoad;
  return Math.round((mediaProcessingLoad / loadLimit) * 1000) / 10;
}
