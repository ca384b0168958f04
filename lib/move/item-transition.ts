import type { Item, ItemFact, Present } from '@/lib/move/item';
import { isEnd, isFinal, type ItemEnd } from '@/lib/move/item-state';

/**
 * The one function that changes an item. `left` and `joined` come from different bridges in any order; an end that has
 * been reached is never rewritten, but facts that arrive later are still noted in the item's times.
 */
export function itemAfter(item: Item, fact: ItemFact): Item {
  switch (fact.fact) {
    case 'judged':
      return judged(item, fact);
    case 'target-known':
      return item.state === 'queued' ? { ...item, to: { ...item.to, ...fact.in } } : item;
    case 'sending':
      return item.state === 'queued' ? { ...item, state: 'sending', times: { ...item.times, sending: fact.at } } : item;
    case 'accepted':
      return arrived(accepted(item, fact.at, fact.newParticipant), fact.at);
    case 'failed':
      // Whoever was made from them meanwhile was made by a move of somebody else.
      return isEnd(item.state) ? item : ended({ ...item, error: fact.error, newParticipant: null }, 'nothing-happened', fact.at);
    case 'answer-lost':
      return isEnd(item.state) ? item : { ...item, error: fact.error };
    case 'left':
      return arrived(noted(item, 'left', fact.at), fact.at);
    case 'joined':
      return joined(item, fact);
    case 'media-seen':
      return noted(item, 'mediaSeen', fact.at);
    case 'settings-read':
      return { ...item, settings: fact.settings };
    case 'returned':
      return item.state === 'dropped' && item.returned === null ? { ...item, returned: fact.at } : item;
    case 'diagnosed':
      return isEnd(item.state) && JSON.stringify(item.finding) !== JSON.stringify(fact.finding) ? { ...item, finding: fact.finding } : item;
    case 'time-up':
      return isFinal(item.state) ? item : settled(item, fact.present, fact.at);
    case 'expired':
    case 'cancelled':
      return item.state === 'queued' ? ended(item, fact.fact, fact.at) : item;
  }
}

/**
 * Whoever waits and is judged anew is queued anew. Whoever is refused when the request would have left was put on record as sent,
 * and was not.
 */
function judged(item: Item, { at, verdict }: Extract<ItemFact, { fact: 'judged' }>): Item {
  if (item.state !== 'queued' && item.state !== 'sending') return item;
  if (verdict.allowed) return item.state === 'queued' ? { ...item, verdict, times: { ...item.times, queued: at } } : item;
  return ended({ ...item, verdict, times: { ...item.times, sending: null } }, 'refused', at);
}

/** An answer may be overtaken by the inventory, which then has named the new participant already. */
function accepted(item: Item, at: string, newParticipant: string): Item {
  if (isFinal(item.state) || item.times.accepted !== null) return item;
  const state = item.state === 'unknown' ? 'unknown' : 'accepted';
  return { ...item, state, newParticipant, error: null, times: { ...item.times, accepted: at } };
}

function joined(item: Item, { at, newParticipant, in: place }: Extract<ItemFact, { fact: 'joined' }>): Item {
  // Whoever then appears in the target was moved by somebody else.
  if (item.times.joined !== null || wasNotBegun(item)) return item;
  const known = item.newParticipant === null ? { ...item, newParticipant } : item;
  if (place.meeting !== item.to.meeting) return known;
  // Whoever has arrived was accepted, even if the answer that said so was lost.
  const taken = accepted(known, at, newParticipant);
  return arrived({ ...taken, times: { ...taken.times, joined: at } }, at);
}

/** Whether the bridge said no, or was never reached: only then does an item end so without a look at where the person is. */
export function wasNotBegun({ state, foundIn }: Item): boolean {
  return state === 'nothing-happened' && foundIn === null;
}

/** Ends the item as `joined` once both independent facts are known. */
function arrived(item: Item, at: string): Item {
  const { left, joined: inTarget } = item.times;
  return left !== null && inTarget !== null && !isFinal(item.state) ? ended(item, 'joined', at) : item;
}

function noted(item: Item, time: 'left' | 'mediaSeen', at: string): Item {
  return item.times[time] === null ? { ...item, times: { ...item.times, [time]: at } } : item;
}

function settled(item: Item, present: Present, at: string): Item {
  const end = present.sighted ? whatHolds(item, present) : 'unknown';
  if (end === item.state) return item;
  const found = present.new ?? present.old;
  const foundIn = end === 'joined' || !found ? null : { meeting: found.meeting, name: found.name };
  return ended({ ...item, foundIn }, end, at);
}

/** What holds once time is up, from where the old and the new participant are at that moment. */
function whatHolds(item: Item, { old, new: found }: Present): ItemEnd {
  // Somebody made for the move who never connected is not a presence: it is still the old one who is there.
  const arrivedOne = found && (found.connected || found.inLobby) ? found : null;
  if (!arrivedOne) return old ? 'nothing-happened' : 'dropped';
  if (arrivedOne.meeting !== item.to.meeting) return 'wrong-meeting';
  if (old) return 'in-both';
  return arrivedOne.inLobby ? 'in-lobby' : 'joined';
}

function ended(item: Item, end: ItemEnd, at: string): Item {
  // Why it seemed to end otherwise is of no account any more.
  return { ...item, state: end, finding: null, times: { ...item.times, ended: at } };
}
