import { z } from 'zod';
import { holdsCluster, seesCluster } from '@/lib/access/scope';
import type { Trust } from '@/lib/move/trust';
import { ProblemError } from '@/lib/problem/problem';
import { read } from '@/server/commands/command';

/** What dry runs predicted for the moves that others made on a cluster, against what happened, since it has its mode. */
export const getTrust = read({
  permission: 'call-bridges.read',
  scope: 'checked',
  input: z.object({ id: z.string().min(1).max(200) }),
  async run({ clusters, moves, observed }, caller, { id }): Promise<Trust> {
    const cluster = clusters.list().find((one) => one.id === id);
    if (!cluster || !seesCluster(caller.scope, id)) throw new ProblemError('not-found', 'There is no such cluster.');
    if (!holdsCluster(caller.scope, id)) throw new ProblemError('forbidden', `This is about more of the cluster than ${caller.name} is limited to.`);
    const { counts, misses } = await observed.trust(id, Date.parse(cluster.modeSince));
    return {
      cluster: { id, name: cluster.name },
      mode: cluster.mode,
      since: cluster.modeSince,
      ...counts,
      notKnown: counts.seen - counts.held - counts.missed,
      overlooked: observed.overlooked,
      misses: await Promise.all(misses.map((move) => moves.find(move, caller))),
    };
  },
});
