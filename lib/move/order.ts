import { z } from 'zod';
import { lobbyChoices, settingsChoices } from '@/lib/move/choices';
import { itemSchema } from '@/lib/move/item';
import { observedSchema } from '@/lib/move/observed';
import { targetSchema } from '@/lib/move/target';

export const orderStates = ['queued', 'running', 'paused', 'settled'] as const;
export type OrderState = (typeof orderStates)[number];

/** Whose moves: those that Usher was asked for, or those that others made and that were only seen. */
export const moveKinds = ['own', 'observed'] as const;
export type MoveKind = (typeof moveKinds)[number];

/** A move as it was asked for, with one item per participant; or one that was seen at the bridge and that Usher did not send. */
export const orderSchema = z.object({
  id: z.string(),
  state: z.enum(orderStates),
  /** Nobody can tell who made a move that was only seen: its kind is `unknown`. */
  by: z.object({ kind: z.enum(['person', 'token', 'system', 'unknown']), id: z.string(), name: z.string() }),
  reason: z.string().nullable(),
  settings: z.enum(settingsChoices),
  lobby: z.enum(lobbyChoices),
  createdAt: z.string(),
  /** The order whose people this one sends back to where they were. */
  undoOf: z.string().nullable(),
  /** The order that this one does once more. */
  repeatOf: z.string().nullable(),
  items: z.array(itemSchema),
  /** Only of a move that Usher did not send. */
  observed: observedSchema.optional(),
});
export type Order = z.infer<typeof orderSchema>;

/** How many people one order moves at most. */
export const mostParticipants = 1_000;

/** What a caller sends to have people moved. */
export const moveRequestSchema = z.strictObject({
  participants: z
    .array(z.string().min(1).max(200))
    .min(1, 'Name at least one participant.')
    .max(mostParticipants, `At most ${mostParticipants} participants per order.`)
    .refine((ids) => new Set(ids).size === ids.length, 'Name each participant once.'),
  to: targetSchema,
  onlyIfIn: z.string().min(1).optional(),
  settings: z.enum(settingsChoices).optional(),
  lobby: z.enum(lobbyChoices).optional(),
  reason: z.string().max(500).optional(),
  dryRun: z.boolean().optional(),
});
export type MoveRequest = z.infer<typeof moveRequestSchema>;

/** What a caller sends to have an order undone: all of it, or the items that are named. */
export const undoRequestSchema = z.strictObject({
  items: z.array(z.string().min(1).max(20)).min(1).max(mostParticipants).optional(),
  dryRun: z.boolean().optional(),
});

/** What a caller sends to have done once more what an order did. */
export const repeatRequestSchema = z.strictObject({ dryRun: z.boolean().optional() });

export type SequelRequest = z.infer<typeof undoRequestSchema>;

/** The answer to a dry run: items with their verdicts; nothing was recorded or sent. */
export const dryRunSchema = z.object({
  dryRun: z.literal(true),
  items: z.array(itemSchema.pick({ id: true, participant: true, name: true, from: true, to: true, verdict: true, error: true })),
});
export type DryRun = z.infer<typeof dryRunSchema>;
