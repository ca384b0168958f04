import { z } from 'zod';
import { consequenceCodes, refusalReasons, settingNames } from '@/lib/move/verdict-codes';
import { rightNames } from '@/lib/move/rights';

/** What else will happen. `known: false`: it may happen; the input that would tell is not known. */
export const consequenceSchema = z.object({
  code: z.enum(consequenceCodes),
  known: z.literal(false).optional(),
  /** `admits-lobby`: who enters; `leaves-without-activator`: who stays without one. */
  count: z.number().optional(),
  /** `leaves-without-activator`: how many of those are dropped instead of put back to the lobby. */
  dropped: z.number().optional(),
  /** `settings-reset`, `stays-muted`: the settings; `role-differs`: the rights. */
  which: z.array(z.enum([...settingNames, ...rightNames])).optional(),
  /** `takes-floor-from`: who presents in the target. */
  name: z.string().optional(),
  /** `ends-source`: whether the meeting can be made again, because it has a space. */
  again: z.boolean().optional(),
});
export type Consequence = z.infer<typeof consequenceSchema>;

/** Of somebody whose move came too late: who moved them before, and where to. */
export const meanwhileSchema = z.object({
  /** `unknown`: somebody at the bridge, not by Usher. Null where that is not known. */
  by: z.object({ kind: z.enum(['person', 'token', 'system', 'unknown']), name: z.string() }).nullable(),
  /** With its cluster and space, by which it is known who may be told; `elsewhere`, without an id, for whoever may not. */
  to: z.object({ meeting: z.string(), name: z.string(), cluster: z.string().nullable(), space: z.string().nullable() }),
  /** When the bridge took it on; null where that is not known. RFC 3339. */
  at: z.string().nullable(),
});
export type Meanwhile = z.infer<typeof meanwhileSchema>;

export const verdictSchema = z.object({
  allowed: z.boolean(),
  reason: z.enum(refusalReasons).nullable(),
  reasons: z.array(z.enum(refusalReasons)),
  consequences: z.array(consequenceSchema),
  /** Only with the reason `moved-meanwhile`, and where it is known. */
  meanwhile: meanwhileSchema.optional(),
});
export type Verdict = z.infer<typeof verdictSchema>;
