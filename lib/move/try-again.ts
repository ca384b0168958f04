import type { Item } from '@/lib/move/item';
import { endsToRetry } from '@/lib/move/item-state';

/**
 * Whether an item can be tried again: it came to nothing, and the person was where they were to be taken from; or they ended up in a
 * meeting that they were not to be in, or were dropped and are back.
 */
export function canTryAgain({ state, from, verdict, returned }: Item): boolean {
  if ((endsToRetry as readonly string[]).includes(state)) return from !== null && verdict.reason !== 'moved-meanwhile';
  return state === 'wrong-meeting' || (state === 'dropped' && returned !== null);
}
