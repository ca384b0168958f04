'use client';

import { Repeat, Undo2 } from 'lucide-react';
import { hadEffect } from '@/lib/move/had-effect';
import type { Order } from '@/lib/move/order';
import { standingItems } from '@/lib/move/standing-items';
import { useMoves } from '@/components/move/move-provider';
import { useSequel } from '@/components/sequel/sequel-provider';
import { Button } from '@/components/ui/button';

/** What can be made of an order that has done something: undone as a whole, and done once more. */
export function OrderSequels({ order: { id, state, items } }: { order: Pick<Order, 'id' | 'state' | 'items'> }) {
  const ask = useSequel();
  const { mayMove } = useMoves();
  if (!mayMove) return null;
  const moved = standingItems(items).filter(hadEffect).length;
  return (
    <>
      {moved > 0 && (
        <Button size="small" onClick={() => ask({ kind: 'undo', order: id })}>
          <Undo2 size={14} aria-hidden /> {items.length === 1 ? 'Undo' : `Undo, bring ${moved === 1 ? 'the one' : `the ${moved}`} back`}
        </Button>
      )}
      {state === 'settled' && (
        <Button size="small" onClick={() => ask({ kind: 'repeat', order: id })}>
          <Repeat size={14} aria-hidden /> As last time
        </Button>
      )}
    </>
  );
}
