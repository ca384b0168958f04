import { z } from 'zod';
import { rightNames } from '@/lib/move/rights';

const rights = z.partialRecord(z.enum(rightNames), z.boolean());
export type Rights = z.infer<typeof rights>;

export const deactivationModes = ['deactivate', 'disconnect', 'remainActivated'] as const;

/** What a verdict needs of somebody in a meeting that the live picture does not show. */
export const personDetailsSchema = z.object({
  /** Does not need anybody to be let in, and lets in those who do. */
  activator: z.boolean(),
  inLobby: z.boolean(),
  /** What becomes of them once no activator is left. */
  whenLeftAlone: z.enum(deactivationModes),
  /** Null while no media tells. */
  encrypted: z.boolean().nullable(),
  rights,
});
export type PersonDetails = z.infer<typeof personDetailsSchema>;

/**
 * What a verdict needs of a meeting, as source or as target, beyond what is live: it changes without an event, and is read
 * when somebody is about to be moved. A field that is absent is not known; null says that there is none.
 */
export const meetingDetailsSchema = z.object({
  meeting: z.string(),
  lockMode: z.enum(['all', 'needsActivation']).optional(),
  /** How many may be in it at most. */
  limit: z.number().nullable().optional(),
  /** How many are in it; recorders and streamers do not count: they fill no limit and keep no meeting open. */
  headCount: z.number().optional(),
  /** Whether whoever dials in is asked for a passcode. */
  passcode: z.boolean().optional(),
  /** Whether it goes on when nobody is in it. */
  activeWhenEmpty: z.boolean().optional(),
  /** Who has the floor, by name. */
  presenter: z.string().nullable().optional(),
  /** What newcomers get. */
  entry: z
    .object({
      needsActivation: z.boolean(),
      whenLeftAlone: z.enum(deactivationModes),
      encryption: z.enum(['optional', 'required', 'prohibited']),
      rights,
    })
    .optional(),
  /** Everybody in the meeting who counts, by participant id; absent unless all of them are known. */
  people: z.record(z.string(), personDetailsSchema).optional(),
});
export type MeetingDetails = z.infer<typeof meetingDetailsSchema>;
