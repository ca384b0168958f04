import type { Participant } from '@/lib/meeting/participant';
import type { Item } from '@/lib/move/item';
import type { RefusalReason } from '@/lib/move/verdict-codes';
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

/** How long a bridge that has come up may take to tell more of its people than their names. */
const tellingMs = 30_000;

/** What somebody is refused for of whom not more is known. */
const reasonsUntold: readonly RefusalReason[] = ['not-connected', 'needs-2.6'];

/** A list of a bridge names people, and says neither whether they are connected nor whether they can be moved: only events and single reads tell. */
export function isOnlyListed(person: Participant | null): boolean {
  return person !== null && person.canMove === null && person.state !== 'connected';
}

/** Whether somebody is refused for nothing but that it was not read yet how they are. */
export function isUnread(inventory: Inventory, { participant, verdict: { allowed, reasons } }: Pick<Item, 'participant' | 'verdict'>): boolean {
  return !allowed && reasons.every((reason) => reasonsUntold.includes(reason)) && isOnlyListed(inventory.participant(participant));
}

/** Problem: `unavailable` while somebody is not read yet whose bridge has come up a moment ago. Later than that they are taken for what they seem. */
export function requireRead(inventory: Inventory, items: readonly Pick<Item, 'participant' | 'verdict'>[], nowMs: number): void {
  const isComing = items.some((item) => {
    const home = inventory.picture.callBridges.get(inventory.participant(item.participant)?.callBridge.id ?? '');
    return home?.state === 'connected' && nowMs < Date.parse(home.since) + tellingMs && isUnread(inventory, item);
  });
  if (isComing) throw pictureIsComing();
}
