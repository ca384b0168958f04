import type { Caller } from '@/lib/access/access';
import { isInScope } from '@/lib/access/scope';
import type { DryRun } from '@/lib/move/order';
import { isToBe } from '@/lib/move/meeting-to-be';
import { spaceOf, type ItemTarget, type Target } from '@/lib/move/target';
import type { CommandParts } from '@/server/commands/command';
import { meetingIn } from '@/server/moves/target';

/** Reads what the spaces are like that are named and have no meeting, as far as the caller may see them; within a second. */
export async function lookAtSpaces({ clusters, inventory }: CommandParts, { scope }: Caller, targets: readonly (Target | ItemTarget)[]): Promise<void> {
  const spaces = targets.flatMap((to) => spaceOf(to) ?? []).filter((space) => isInScope(scope, space) && !meetingIn(inventory, space));
  await Promise.all(spaces.map((space) => clusters.spaces.look(space)));
}

/** Where they go whose meeting is not there yet, each place once. */
export function targetsOf({ items }: DryRun): ItemTarget[] {
  return [...new Map(items.flatMap(({ to }) => (isToBe(to.meeting) ? [[to.meeting, to] as const] : []))).values()];
}
