import type { Item } from '@/lib/move/item';
import { isEnd } from '@/lib/move/item-state';
import type { DryRun, Order } from '@/lib/move/order';
import { itemSentence, refusedSentence } from '@/components/move/item-words';

/** How many of those who were not brought back are told of one by one. */
const toldAtMost = 2;

/** Where an undo is, in a sentence or two: who is back, and of whom it did not come so and why. */
export function undoWords({ items }: Pick<Order, 'items'>): string {
  const back = items.filter(({ state }) => state === 'joined').length;
  const there = items.filter(wasThere).length;
  const failed = items.filter(didNotComeBack);
  const [only, ...others] = items;
  if (only && others.length === 0) return only.state === 'joined' ? `${only.name} is back in ${only.to.name}.` : itemSentence(only);
  const counted = `${back} of ${items.length - there} back${there > 0 ? `, ${there} ${there === 1 ? 'was' : 'were'} there already` : ''}.`;
  const told = failed.slice(0, toldAtMost).map(itemSentence);
  return [counted, ...told, ...(failed.length > toldAtMost ? [`And ${failed.length - toldAtMost} more.`] : [])].join(' ');
}

/** Whether an undo found somebody where they were to be brought. */
export function wasThere({ state, verdict }: Pick<Item, 'state' | 'verdict'>): boolean {
  return state === 'refused' && verdict.reason === 'same-meeting';
}

/** Whether an undo has ended for somebody without their being back. */
export function didNotComeBack(item: Pick<Item, 'state' | 'verdict'>): boolean {
  return isEnd(item.state) && item.state !== 'joined' && !wasThere(item);
}

/** Why nobody can go, by a dry run: each reason once. */
export function nobodyWords({ items }: Pick<DryRun, 'items'>): string {
  const sentences = [...new Set(items.map(refusedSentence))];
  return sentences.length > toldAtMost ? `${sentences.slice(0, toldAtMost).join(' ')} And ${sentences.length - toldAtMost} more.` : sentences.join(' ');
}
