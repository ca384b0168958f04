import type { CallBridge, CallBridgeState, FeedState } from '@/lib/meeting/call-bridge';
import type { BridgeError } from '@/server/bridge-client/bridge-error';
import { rfc3339 } from '@/server/bridge-client/clock';

/** An answer may be so long on its way, on top of the whole seconds. */
const upSinceSlackMs = 10_000;

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
  /** Milliseconds since 1970. */
  readonly upSinceMs: number | null;
  readonly healed: Tally;
  readonly refused: Tally & { readonly last: string | null };
}

/** How often something happened, and when last, in milliseconds since 1970. */
export interface Tally {
  readonly count: number;
  readonly lastMs: number | null;
}

/** A bridge of which nothing is known yet. */
export function unknownCondition(nowMs: number): BridgeCondition {
  return {
    state: 'connecting',
    sinceMs: nowMs,
    problem: null,
    version: null,
    events: 'waiting',
    clockDifferenceMs: null,
    load: null,
    alarms: [],
    upSinceMs: null,
    healed: { count: 0, lastMs: null },
    refused: { count: 0, lastMs: null, last: null },
  };
}

/** Since when a bridge runs. Its uptime is in whole seconds, so what was worked out once is kept while it fits. */
export function upSince(beforeMs: number | null, uptimeSeconds: number | null, nowMs: number): number | null {
  if (uptimeSeconds === null) return null;
  const sinceMs = nowMs - uptimeSeconds * 1000;
  return beforeMs !== null && Math.abs(sinceMs - beforeMs) < upSinceSlackMs ? beforeMs : sinceMs;
}

/** What is set up for a bridge, independent of how it is doing. */
export type BridgeIdentity = Pick<CallBridge, 'id' | 'name' | 'address' | 'cluster' | 'origin'>;

/** How a bridge is doing as a sender of what Usher does not ask for. */
export interface SenderCondition {
  readonly cdr: FeedState;
  readonly callRecords: CallBridge['callRecords'];
  /** How its log comes in, and the age of the newest line in milliseconds; null before the first. */
  readonly syslog: { readonly state: FeedState; readonly ageMs: number | null };
}

/** A bridge as everybody sees it. */
export function callBridgeOf(
  identity: BridgeIdentity,
  condition: BridgeCondition,
  sender: SenderCondition,
  now: { atMs: number; lastWordMs: number | null; requestsInFlight: number; certificateExpiresAt: string | null },
): CallBridge {
  return {
    ...identity,
    version: condition.version,
    state: condition.state,
    since: rfc3339(condition.sinceMs),
    problem: condition.problem,
    feeds: { events: condition.events, cdr: sender.cdr, syslog: sender.syslog.state },
    callRecords: sender.callRecords,
    clockDifferenceMs: condition.clockDifferenceMs,
    load: condition.load,
    requestsInFlight: now.requestsInFlight,
    stalenessMs: now.lastWordMs === null ? null : Math.max(0, now.atMs - now.lastWordMs),
    syslogAgeMs: sender.syslog.ageMs,
    certificateExpiresAt: now.certificateExpiresAt,
    alarms: [...condition.alarms],
    upSince: textOf(condition.upSinceMs),
    healed: { count: condition.healed.count, lastAt: textOf(condition.healed.lastMs) },
    refused: { count: condition.refused.count, lastAt: textOf(condition.refused.lastMs), last: condition.refused.last },
  };
}

function textOf(ms: number | null): string | null {
  return ms === null ? null : rfc3339(ms);
}

/** A bridge without the figures that change all the time, as text: two that are equal need not be told apart at once. */
export function steadyPart(callBridge: CallBridge): string {
  const callRecords = callBridge.callRecords && { problem: callBridge.callRecords.problem };
  return JSON.stringify({ ...callBridge, load: null, requestsInFlight: null, stalenessMs: null, clockDifferenceMs: null, syslogAgeMs: null, callRecords });
}

/**
 * Whether what a look at a bridge came to says that the bridge is away. What stood in Usher's own line for too long does not, if the
 * bridge was heard meanwhile.
 * @param look when it began, and the bridge's last word; milliseconds since 1970
 */
export function saysAway({ notAsked }: Pick<BridgeError, 'notAsked'>, look: { readonly beganMs: number; readonly lastWordMs: number | null }): boolean {
  return !notAsked || look.lastWordMs === null || look.lastWordMs < look.beganMs;
}

/** Load in per cent of the cluster's limit; the raw figure where it has none. Source: docs/cms-wire.md, section 3. */
export function loadShown(mediaProcessingLoad: number | null, loadLimit: number | null): number | null {
  if (mediaProcessingLoad === null || loadLimit === null || loadLimit <= 0) return mediaProcessingLoad;
  return Math.round((mediaProcessingLoad / loadLimit) * 1000) / 10;
}
