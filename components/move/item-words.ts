import type { Item } from '@/lib/move/item';
import { isEnd } from '@/lib/move/item-state';
import { refusalWords, stateWords } from '@/lib/move/words';
import { timeOfDay } from '@/components/ui/time';

/** What somebody is called. Who was asked for and was not there has no name. */
export function itemName({ name }: Pick<Item, 'name'>): string {
  return name === '' ? 'Somebody' : name;
}

/** What became of an item, or where it stands, as a sentence; with the reason where there is one. */
export function itemSentence(item: Item): string {
  if (item.state === 'refused' && item.verdict.reason) return refusedSentence(item);
  if (item.returned !== null) return `${itemName(item)} left and did not arrive in ${item.to.name}, and came back later.`;
  const sentence = stateWords(item.state, { person: itemName(item), target: item.to.name, place: item.foundIn?.name });
  return isEnd(item.state) && item.error ? `${item.error.detail} ${sentence}` : sentence;
}

/** Why somebody cannot go, as a sentence. */
export function refusedSentence({ name, to, verdict: { reason, meanwhile }, error }: Pick<Item, 'name' | 'to' | 'verdict' | 'error'>): string {
  const at = meanwhile?.at == null ? undefined : timeOfDay(meanwhile.at);
  return error?.detail ?? refusalWords(reason ?? 'forbidden', { person: itemName({ name }), target: to.name, meanwhile, at });
}
