import { z } from 'zod';

export const clusterModes = ['observe', 'operate'] as const;
/** `observe`: nothing is ever written to the cluster. `operate`: moves are carried out. */
export type ClusterMode = (typeof clusterModes)[number];

export const callBridgeStates = ['connecting', 'connected', 'away'] as const;
export type CallBridgeState = (typeof callBridgeStates)[number];

/** `active`: it delivers. `polling`: a slower way stands in for it. `waiting`: being set up again. `off`: not in use. */
export const feedStates = ['active', 'polling', 'waiting', 'off'] as const;
export type FeedState = (typeof feedStates)[number];

/** What came of a bridge's call detail records since Usher started. */
export const callRecordsSchema = z.object({
  /** Age of the newest, in milliseconds; null before the first. */
  ageMs: z.number().nullable(),
  received: z.number(),
  /** Made by the bridge, or given up by it, and not come. */
  missing: z.number(),
  /** Came more than once, and counted once. */
  doubled: z.number(),
  /** Posts and single records that could not be read. */
  unreadable: z.number(),
  /** Posts that were turned away: without the secret, too large, or too many. */
  refused: z.number(),
  /** Why the bridge has no receiver for Usher, though it should; null if nothing is in the way. */
  problem: z.string().nullable(),
});
export type CallRecords = z.infer<typeof callRecordsSchema>;

const clusterRef = z.object({ id: z.string(), name: z.string(), mode: z.enum(clusterModes) });

/** A Call Bridge that Usher is connected to, or tries to be. */
export const callBridgeSchema = z.object({
  id: z.string(),
  name: z.string(),
  address: z.string(),
  cluster: clusterRef,
  origin: z.enum(['configured', 'emulator']),
  version: z.string().nullable(),
  state: z.enum(callBridgeStates),
  since: z.string(),
  /** Why it is away, as a code of the problem table; null while it is connected or was never tried. */
  problem: z.object({ code: z.string(), detail: z.string() }).nullable(),
  feeds: z.object({ events: z.enum(feedStates), cdr: z.enum(feedStates), syslog: z.enum(feedStates) }),
  /** Null where the cluster does not send its call detail records to Usher. */
  callRecords: callRecordsSchema.nullable(),
  /** By how much the bridge's clock is ahead of Usher's, in milliseconds, to about half a second; null until it is known. */
  clockDifferenceMs: z.number().nullable(),
  /** Media load in per cent of what the bridge reports as its limit, or the raw figure where it has none. */
  load: z.number().nullable(),
  requestsInFlight: z.number(),
  /** Age of the newest word from the bridge, in milliseconds; null before the first. */
  stalenessMs: z.number().nullable(),
  /** Age of the newest line of its log that came in by syslog, in milliseconds; null before the first. */
  syslogAgeMs: z.number().nullable(),
  certificateExpiresAt: z.string().nullable(),
  /** Since when it has been running, to some seconds; null where it does not say. */
  upSince: z.string().nullable(),
  /** Calls and people that turned out to be others than its events had told, and were put right. */
  healed: z.object({ count: z.number(), lastAt: z.string().nullable() }),
  /** What it sent and was not taken in: doubled, late, too long, beyond any measure, or not understood; and why the last was not. */
  refused: z.object({ count: z.number(), lastAt: z.string().nullable(), last: z.string().nullable() }),
  alarms: z.array(z.string()),
});

export type CallBridge = z.infer<typeof callBridgeSchema>;

export const clusterSchema = clusterRef.extend({
  /** Since when it has its mode. */
  modeSince: z.string(),
  origin: z.enum(['configured', 'emulator']),
  callBridges: z.array(z.string()),
  /** Whether its bridges are to send Usher their call detail records. */
  cdr: z.boolean(),
});

export type Cluster = z.infer<typeof clusterSchema>;
