import type { Order } from '@/lib/move/order';
import { ProblemError } from '@/lib/problem/problem';
import type { Follower, FollowerParts } from '@/server/moves/follower';
import type { Reader } from '@/server/moves/order-list';
import { seenByReader } from '@/server/moves/order-seen';
import { findOrder, type StoredOrder } from '@/server/moves/order-store';

interface KnownOrder extends StoredOrder {
  /** As the reader may see it. */
  readonly seen: Order;
}

/** An order as others may know it, whether it is followed or only on record. Problem: `not-found`, of what the reader may not see too. */
export async function knownOrder({ db }: Pick<FollowerParts, 'db'>, follower: Follower, id: string, reader: Reader): Promise<KnownOrder> {
  const live = follower.find(id);
  const stored = live ? { order: live.announced, routes: live.routes } : await findOrder(db, id);
  const seen = stored && seenByReader(stored, reader);
  if (!seen) throw new ProblemError('not-found', 'There is no move with this id.');
  return { ...stored, seen };
}
