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

type OrderAction<Input = { id: string }> = (input: Input) => Promise<Outcome<Order>>;

/** What can be done with an order that is on record. */
export interface OrderActions {
  readonly pause: OrderAction;
  readonly resume: OrderAction;
  readonly cancel: OrderAction;
  readonly retry: OrderAction<{ id: string; items: string[] }>;
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
  const failed = standingItems(order.items).filter(canTryAgain).map(({ id }) => id);
  const { busy, problem, run } = useDeed((deed: keyof OrderActions) =>
    // By name: whoever was cancelled is tried again only if that is asked for.
    deed === 'retry' ? actions.retry({ id: order.id, items: failed }) : actions[deed]({ id: order.id }),
  );
  const waiting = order.items.filter(({ state }) => state === 'queued').length;
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
        {failed.length > 0 && (
          <Button size="small" disabled={busy} onClick={() => void act('retry')}>
            <RotateCcw size={14} aria-hidden /> Try {failed.length === 1 ? 'the one' : `the ${failed.length}`} again
          </Button>
        )}
        {children}
      </div>
      {problem && <Notice tone="failed">{problem.detail}</Notice>}
      <CancelQuestion open={asking} waiting={waiting} busy={busy} onClose={() => setAsking(false)} onConfirm={() => void act('cancel')} />
    </div>
  );
}

interface CancelQuestionProps {
  open: boolean;
  /** How many would stay. */
  waiting: number;
  busy: boolean;
  onClose: () => void;
  onConfirm: () => void;
}

function CancelQuestion({ waiting, ...rest }: CancelQuestionProps) {
  return (
    <Confirm
      {...rest}
      title="Cancel the rest of this order?"
      description={`${waiting === 1 ? '1 person has' : `${waiting} people have`} not been sent yet and will stay. Whoever is on the way goes on.`}
      deed="Cancel the rest"
      refusal={null}
    />
  );
}
