'use client';

import { useState } from 'react';
import dynamic from 'next/dynamic';
import { ChevronRight } from 'lucide-react';
import clsx from 'clsx';
import type { Item } from '@/lib/move/item';
import type { Order } from '@/lib/move/order';
import { asksForFailures, failedSo } from '@/components/moves/moves-filter';
import { useMovesFilter } from '@/components/moves/use-moves-filter';
import { Button } from '@/components/ui/button';
import { SkeletonRows } from '@/components/ui/skeleton';

/** Comes when somebody asks for it. */
const ItemTrace = dynamic(() => import('@/components/moves/item-trace').then((module) => module.ItemTrace), { loading: () => <SkeletonRows rows={4} label="Loading the steps" /> });

/** Why an item failed, in a sentence or two; and the steps, which open, and are open of whoever was looked for. */
export function ItemReason({ order, item }: { order: Order; item: Item }) {
  const [filter] = useMovesFilter();
  const [open, setOpen] = useState(asksForFailures(filter) && failedSo(item, filter));
  const { finding } = item;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {finding && !open && (
        <p className="text-sm">
          {finding.words} <span className="text-muted">{finding.advice}</span>
        </p>
      )}
      <Button size="small" className="w-fit" aria-expanded={open} onClick={() => setOpen(!open)}>
        <ChevronRight size={14} aria-hidden className={clsx('transition-transform duration-150', open && 'rotate-90')} /> Step by step
      </Button>
      {open && <ItemTrace order={order} item={item} />}
    </div>
  );
}
