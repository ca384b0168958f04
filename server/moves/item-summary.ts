import type { Item } from '@/lib/move/item';

/** What of an item goes into the audit log. */
export function itemSummary({ participant, name, from, to, state, newParticipant }: Item) {
  return { participant, name, from, to, state, newParticipant };
}
