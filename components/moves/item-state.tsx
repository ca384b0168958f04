'use client';

import { Ban } from 'lucide-react';
import clsx from 'clsx';
import type { Item } from '@/lib/move/item';
import { isFailure } from '@/lib/move/item-state';
import { stateLabels } from '@/lib/move/words';
import { itemSentence } from '@/components/move/item-words';
import { ProgressRing } from '@/components/move/progress-ring';
import { progressOf } from '@/components/move/traffic';

/** Where an item stands: a ring and a word or two. */
export function ItemState({ item }: { item: Item }) {
  const failed = isFailure(item.state);
  return (
    <span className="flex min-w-0 items-center gap-2" title={itemSentence(item)}>
      {item.state === 'cancelled' ? <Ban size={16} aria-hidden className="shrink-0 text-muted" /> : <ProgressRing progress={progressOf(item)} failed={failed} />}
      <span className={clsx('truncate', failed && 'text-failed')}>{stateLabels[item.state]}</span>
    </span>
  );
}
