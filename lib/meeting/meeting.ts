import { z } from 'zod';
import { participantKinds } from '@/lib/meeting/participant';

/** A live conference, merged over all bridges of its cluster. `id` is the `callCorrelator`. */
export const meetingSchema = z.object({
  id: z.string(),
  name: z.string(),
  cluster: z.object({ id: z.string(), name: z.string() }),
  /** The space (API: `coSpace`) that it takes place in; null for ad hoc calls. */
  space: z.string().nullable(),
  startedAt: z.string().nullable(),
  /** One call per hosting bridge; `callBridge` is Usher's id of that bridge. */
  calls: z.array(z.object({ id: z.string(), callBridge: z.string() })),
  participantCount: z.number(),
  lobbyCount: z.number(),
  /** How many of the people are connected with what; a kind that nobody has is left out. */
  kinds: z.partialRecord(z.enum(participantKinds), z.number()),
  locked: z.boolean(),
  lockMode: z.enum(['all', 'needsActivation']).nullable(),
  recording: z.boolean(),
  streaming: z.boolean(),
  limit: z.number().nullable(),
  /** The bridges' word for what it is: `coSpace`, `adHoc`, `forwarding`, `lyncConferencing`; null until one has said. */
  callType: z.string().nullable(),
  dualHomed: z.boolean(),
  /** Since when what is shown here may be out of date, because a hosting bridge is away; null while live. */
  stale: z.string().nullable(),
});

export type Meeting = z.infer<typeof meetingSchema>;
export type KindCounts = Readonly<Meeting['kinds']>;
