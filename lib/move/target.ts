import { z } from 'zod';
import { idInput } from '@/lib/access/name';

/** A space of a cluster, whether or not anybody is in it. */
export const spaceTargetSchema = z.strictObject({ space: idInput, cluster: idInput });
export type SpaceTarget = z.infer<typeof spaceTargetSchema>;

/** Where people are to be moved: into a meeting, by its id or that of one of its calls; or into whatever meeting a space has then. */
export const targetSchema = z.union([z.strictObject({ meeting: z.string().min(1) }), spaceTargetSchema], 'Name a meeting, or a space and its cluster.');
export type Target = z.infer<typeof targetSchema>;

/** Where an item goes. While its space has no meeting, `meeting` is what `meetingToBe` says. */
export const itemTargetSchema = z.object({
  meeting: z.string(),
  name: z.string(),
  /** Where a space was asked for: its id, and that of its cluster. */
  space: z.string().optional(),
  cluster: z.string().optional(),
});
export type ItemTarget = z.infer<typeof itemTargetSchema>;

/** The space that was asked for; null where it was a meeting. */
export function spaceOf(to: Target | ItemTarget): SpaceTarget | null {
  if (!('space' in to) || to.space === undefined || to.cluster === undefined) return null;
  return { space: to.space, cluster: to.cluster };
}
