import type { Item } from '@/lib/move/item';
import { isEnd } from '@/lib/move/item-state';
import { refusalWords, stateWords } from '@/lib/move/words';
import { timeOfDay } from '@/components/ui/time';

/** What became of an item, or where it stands, as a sentence; with the reason where there is one. */
export function itemSentence(item: Item): string {
  const { meanwhile } = item.verdict;
  const at = meanwhile?.at == null ? undefined : timeOfDay(meanwhile.at);
  const named = { person: item.name, target: item.to.name, place: item.foundIn?.name, meanwhile, at };
  if (item.state === 'refused' && item.verdict.reason) return item.error?.detail ?? refusalWords(item.verdict.reason, named);
  const sentence = stateWords(item.state, named);
  return isEnd(item.state) && item.error ? `${item.error.detail} ${sentence}` : sentence;
}
