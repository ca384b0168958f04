import type { Item } from '@/lib/move/item';
import { isEnd } from '@/lib/move/item-state';
import { refusalWords, stateWords } from '@/lib/move/words';

/** What became of an item, or where it stands, as a sentence; with the reason where there is one. */
export function itemSentence(item: Item): string {
  const named = { person: item.name, target: item.to.name, place: item.foundIn?.name };
  if (item.state === 'refused' && item.verdict.reason) return refusalWords(item.verdict.reason, named);
  const sentence = stateWords(item.state, named);
  return isEnd(item.state) && item.error ? `${item.error.detail} ${sentence}` : sentence;
}
