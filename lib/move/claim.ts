import type { Item } from '@/lib/move/item';
import { isEnd } from '@/lib/move/item-state';
import { wasNotBegun } from '@/lib/move/item-transition';

/** For how long after its end an item whose request may have been heard can still turn out to be what moved somebody. In milliseconds. */
const lateMs = 120_000;

/**
 * Whether an item is what made somebody out of its participant. `not-yet`: its request is out, and whom it made is not known so far.
 * @param newcomer the participant that was made
 * @param nowMs when they were seen first, in milliseconds since 1970
 */
export function claimOf(item: Item, newcomer: string, nowMs: number): 'yes' | 'no' | 'not-yet' {
  const { newParticipant, times, state } = item;
  if (newParticipant === newcomer) return 'yes';
  // What is sent is on record before it leaves, so that an item without this has moved nobody so far.
  if (newParticipant !== null || times.sending === null) return 'no';
  if (!isEnd(state) || state === 'unknown') return 'not-yet';
  if (wasNotBegun(item)) return 'no';
  return nowMs <= Date.parse(times.ended ?? times.sending) + lateMs ? 'yes' : 'no';
}
