import type { Item } from '@/lib/move/item';
import { endsToRetry, isEnd } from '@/lib/move/item-state';

/** Whether a move is over and has taken the person away from where they were, as far as is known: then it can be undone. */
export function hadEffect({ state }: Pick<Item, 'state'>): boolean {
  return isEnd(state) && !(endsToRetry as readonly string[]).includes(state);
}
