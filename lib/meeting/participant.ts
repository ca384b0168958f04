import { z } from 'zod';

export const participantKinds = ['web-app', 'sip', 'microsoft', 'meeting-app', 'recorder', 'unknown'] as const;
export type ParticipantKind = (typeof participantKinds)[number];

export const participantStates = ['initial', 'ringing', 'connected', 'onHold'] as const;
export type ParticipantState = (typeof participantStates)[number];

/** A person or device in a meeting. `id` is the bridge's own GUID and changes with every move. */
export const participantSchema = z.object({
  id: z.string(),
  name: z.string(),
  uri: z.string().nullable(),
  meeting: z.string(),
  /** The home bridge: the one that holds the participant's connection. `id` is Usher's id of it. */
  callBridge: z.object({ id: z.string(), name: z.string(), version: z.string().nullable() }),
  kind: z.enum(participantKinds),
  state: z.enum(participantStates),
  inLobby: z.boolean(),
  /** The bridge's own flag; null where the bridge is too old to have it. */
  canMove: z.boolean().nullable(),
  muted: z.object({ audio: z.boolean(), video: z.boolean() }),
  layout: z.string().nullable(),
  importance: z.number().nullable(),
  presenting: z.boolean(),
  speaking: z.boolean(),
  /** The participant and meeting that this one was made from by a move; `meeting` is null once not known any more. */
  movedFrom: z.object({ participant: z.string(), meeting: z.string().nullable() }).nullable(),
  joinedAt: z.string().nullable(),
});

export type Participant = z.infer<typeof participantSchema>;
