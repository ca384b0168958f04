'use client';

import clsx from 'clsx';
import type { Item } from '@/lib/move/item';
import { isEnd } from '@/lib/move/item-state';
import { stateLabels } from '@/lib/move/words';
import { itemSentence } from '@/components/move/item-words';
import { ProgressRing } from '@/components/move/progress-ring';
import { progressOf } from '@/components/move/traffic';

/** Where an item stands: a ring and a word or two. */
export function ItemState({ item }: { item: Item }) {
  const failed = isEnd(item.state) && item.state !== 'joined';
  return (
    <span className="flex min-w-0 items-center gap-2" title={itemSentence(item)}>
      <ProgressRing progress={progressOf(item)} failed={failed} />
      <span className={clsx('truncate', failed && 'text-failed')}>{stateLabels[item.state]}</span>
    </span>
  );
}
