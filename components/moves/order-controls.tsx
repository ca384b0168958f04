'use client';

import { useState, type ReactNode } from 'react';
import { CircleStop, Pause, Play, RotateCcw } from 'lucide-react';
import type { Order } from '@/lib/move/order';
import { standingItems } from '@/lib/move/standing-items';
import { canTryAgain } from '@/lib/move/try-again';
import type { Outcome } from '@/lib/problem/problem';
import { useDeed } from '@/components/forms/use-deed';
import { useMoves } from '@/components/move/move-provider';
import { Button } from '@/components/ui/button';
import { Confirm } from '@/components/ui/confirm';
import { Notice } from '@/components/ui/notice';

type OrderAction = (input: { id: string }) => Promise<Outcome<Order>>;

/** What can be done with an order that is on record. */
export interface OrderActions {
  readonly pause: OrderAction;
  readonly resume: OrderAction;
  readonly cancel: OrderAction;
  readonly retry: OrderAction;
}

interface OrderControlsProps {
  order: Order;
  actions: OrderActions;
  onDone: () => void;
  /** What else can be done with it, also with one that others made. */
  children: ReactNode;
}

/** Holds an order back, lets it go on, ends what has not begun, repeats what came to nothing: each only where there is something to do. */
export function OrderControls({ order, actions, onDone, children }: OrderControlsProps) {
  const { mayMove } = useMoves();
  const [asking, setAsking] = useState(false);
  const { busy, problem, run } = useDeed((deed: keyof OrderActions) => actions[deed]({ id: order.id }));
  const waiting = order.items.filter(({ state }) => state === 'queued').length;
  const failed = standingItems(order.items).filter(canTryAgain).length;
  if (!mayMove || order.observed) return <div className="flex flex-wrap gap-2 empty:hidden">{children}</div>;
  const act = async (wanted: keyof OrderActions) => {
    setAsking(false);
    await run(wanted);
    onDone();
  };
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center gap-2">
        {order.state === 'paused' && (
          <Button size="small" look="primary" disabled={busy} onClick={() => void act('resume')}>
            <Play size={14} aria-hidden /> Go on
          </Button>
        )}
        {order.state !== 'paused' && waiting > 0 && (
          <Button size="small" disabled={busy} onClick={() => void act('pause')}>
            <Pause size={14} aria-hidden /> Pause
          </Button>
        )}
        {waiting > 0 && (
          <Button size="small" look="danger" disabled={busy} onClick={() => setAsking(true)}>
            <CircleStop size={14} aria-hidden /> Cancel the rest
          </Button>
        )}
        {failed > 0 && (
          <Button size="small" disabled={busy} onClick={() => void act('retry')}>
            <RotateCcw size={14} aria-hidden /> Try {failed === 1 ? 'the one' : `the ${failed}`} again
          </Button>
        )}
        {children}
      </div>
      {problem && <Notice tone="failed">{problem.detail}</Notice>}
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        title="Cancel the rest of this order?"
        description={`${waiting === 1 ? '1 person has' : `${waiting} people have`} not been sent yet and will stay. Whoever is on the way goes on.`}
        deed="Cancel the rest"
        busy={busy}
        refusal={null}
        onConfirm={() => void act('cancel')}
      />
    </div>
  );
}
