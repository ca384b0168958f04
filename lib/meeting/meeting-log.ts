import { z } from 'zod';

/** What a meeting's log tells. Who spoke is not in it. */
export const logEvents = [
  'started',
  /** Usher made its call, so that somebody could be moved there. */
  'call-made',
  'ended',
  /** Was there already when Usher first saw the meeting, or saw it again. */
  'present',
  'joined',
  'left',
  /** Was called, and went without ever having been connected. */
  'not-reached',
  'moved-in',
  'moved-out',
  'waiting',
  'admitted',
  'locked',
  'unlocked',
  'recording-on',
  'recording-off',
  'streaming-on',
  'streaming-off',
] as const;
export type LogEvent = (typeof logEvents)[number];

/** What a call detail record adds to what happened. It explains, and proves nothing. */
export const recordWordSchema = z.object({
  /** Who is on the other side of a call leg; the file of a recording, the host of a stream. */
  party: z.string().nullable(),
  /** Where that is. */
  address: z.string().nullable(),
  direction: z.enum(['incoming', 'outgoing']).nullable(),
  /** Why a leg ended, in the bridge's own word. */
  reason: z.string().nullable(),
  /** What was wrong with its media, such as `packetLoss`, and for how much of the call, in per cent. */
  alarms: z.array(z.object({ type: z.string(), percent: z.number().nullable() })),
});
export type RecordWord = z.infer<typeof recordWordSchema>;

/** One thing that happened in a meeting. */
export const logFactSchema = z.object({
  event: z.enum(logEvents),
  person: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** Where somebody who was moved came from or went to; its parts are null as far as they are not known. */
  other: z.object({ meeting: z.string().nullable(), name: z.string().nullable() }).nullable(),
  /** Who had them moved by Usher, or had it make the call for them, with the order; null where it was not Usher. */
  by: z.object({ name: z.string(), order: z.string() }).nullable(),
  /** The bridge's own word for why, such as `remoteTeardown`; null where it gave none. */
  reason: z.string().nullable(),
  /** Null where no call detail record tells more of it. */
  record: recordWordSchema.nullable(),
  /** Until when it had surely not happened, where nobody saw it happen: Usher did not run, and `at` is when it was found. Else null. */
  since: z.string().nullable(),
  /** `events`: the bridge told by itself. `request`: Usher had asked, as it does every few seconds, and it is the answer's time. */
  source: z.enum(['events', 'request']),
});
export type LogFact = z.infer<typeof logFactSchema>;

/** A line of a meeting's log. */
export const logLineSchema = logFactSchema.extend({
  id: z.string(),
  /** When Usher heard it. */
  at: z.string(),
  /** The home of the person, or the first bridge that hosts the meeting. */
  callBridge: z.object({ id: z.string(), name: z.string() }).nullable(),
});
export type LogLine = z.infer<typeof logLineSchema>;
