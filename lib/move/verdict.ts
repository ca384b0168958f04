import { z } from 'zod';
import { rightNames } from '@/lib/move/meeting-details';

/** Why an item may not go. The order is the order of precedence: the first that applies is *the* reason. */
export const refusalReasons = [
  'forbidden',
  'cluster-observe-only',
  'moved-meanwhile',
  'not-connected',
  'same-meeting',
  'other-cluster',
  'bridge-unreachable',
  'needs-2.6',
  'web-app-needs-3.2',
  'microsoft-client',
  'meeting-app',
  'cannot-move',
  'target-not-a-meeting',
  'target-ended',
  'target-dual-homed',
  'target-full',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** What else a move can do, in the order in which it is told. */
export const consequenceCodes = [
  'admits-lobby',
  'overrides-lock',
  'bypasses-passcode',
  'role-differs',
  'settings-reset',
  'presentation-stops',
  'presentation-follows',
  'takes-floor-from',
  'chat-lost',
  'target-recorded',
  'target-streamed',
  'leaves-without-activator',
  'ends-source',
  'capacity-tight',
  'encryption-differs',
  'bridge-may-change',
  'outcome-unprovable',
] as const;
export type ConsequenceCode = (typeof consequenceCodes)[number];

export const settingNames = ['audioMute', 'videoMute', 'layout', 'importance'] as const;
export type SettingName = (typeof settingNames)[number];

/** What else will happen. `known: false`: it may happen; the input that would tell is not known. */
export const consequenceSchema = z.object({
  code: z.enum(consequenceCodes),
  known: z.literal(false).optional(),
  /** `admits-lobby`: who enters; `leaves-without-activator`: who stays without one. */
  count: z.number().optional(),
  /** `leaves-without-activator`: how many of those are dropped instead of put back to the lobby. */
  dropped: z.number().optional(),
  /** `settings-reset`: the settings; `role-differs`: the rights. */
  which: z.array(z.enum([...settingNames, ...rightNames])).optional(),
  /** `takes-floor-from`: who presents in the target. */
  name: z.string().optional(),
  /** `ends-source`: whether the meeting can be made again, because it has a space. */
  again: z.boolean().optional(),
});
export type Consequence = z.infer<typeof consequenceSchema>;

export const verdictSchema = z.object({
  allowed: z.boolean(),
  reason: z.enum(refusalReasons).nullable(),
  reasons: z.array(z.enum(refusalReasons)),
  consequences: z.array(consequenceSchema),
});
export type Verdict = z.infer<typeof verdictSchema>;
