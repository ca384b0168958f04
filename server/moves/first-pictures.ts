import { ProblemError } from '@/lib/problem/problem';
import type { Inventory } from '@/server/inventory/inventory';
import type { Route } from '@/server/moves/order-store';

/**
 * Whether a bridge of a cluster has not told yet what there is, as right after a start: who is not seen may be there all the same. One
 * that could not be reached is away, and waited for by nobody.
 * @param cluster null for any
 */
export function isPictureComing({ picture: { callBridges } }: Inventory, cluster: string | null): boolean {
  return [...callBridges.values()].some(({ state, cluster: { id } }) => state === 'connecting' && (cluster === null || id === cluster));
}

/** What whoever asks too early is told, instead of that nobody is known. */
export function pictureIsComing(): ProblemError {
  const detail = 'Usher is still reading who is in which meeting, as it does after a start. Nothing was done. Try again in a few seconds.';
  return new ProblemError('unavailable', detail, { retryAfterSeconds: 2 });
}

/** Problem: `unavailable` while it cannot be told what has become of people who went these ways. */
export function requirePictures(inventory: Inventory, routes: Iterable<Route>): void {
  const clusters = new Set([...routes].flatMap(({ from, targetCluster }) => [from?.cluster ?? targetCluster, targetCluster]));
  if ([...clusters].some((cluster) => isPictureComing(inventory, cluster))) throw pictureIsComing();
}
