/** How an item can end. What each means is said in `words.ts`. */
export const itemEnds = [
  'joined',
  'refused',
  'nothing-happened',
  'dropped',
  'wrong-meeting',
  'in-lobby',
  'in-both',
  'expired',
  'cancelled',
  'unknown',
] as const;
export type ItemEnd = (typeof itemEnds)[number];

export const itemStates = ['queued', 'sending', 'accepted', ...itemEnds] as const;
export type ItemState = (typeof itemStates)[number];

export function isEnd(state: ItemState): state is ItemEnd {
  return (itemEnds as readonly ItemState[]).includes(state);
}

/** Whether a move came to something else than what was asked for. One that was cancelled did not: that was asked for too. */
export function isFailure(state: ItemState): boolean {
  return isEnd(state) && state !== 'joined' && state !== 'cancelled';
}

/** The ends after which the person is where they were, so that the same can be tried again. */
export const endsToRetry = ['refused', 'nothing-happened', 'expired', 'cancelled'] as const satisfies readonly ItemEnd[];

/** Whether an end is for good: `unknown` is one only until the bridges can be read again. */
export function isFinal(state: ItemState): boolean {
  return isEnd(state) && state !== 'unknown';
}
