'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import type { Order } from '@/lib/move/order';
import { useOrders } from '@/components/live/live-provider';
import { unusualWords } from '@/components/move/choice-words';
import { itemName } from '@/components/move/item-words';
import { predictionWords } from '@/components/move/prediction-words';
import { notByUsher, senderWords } from '@/components/move/sender-words';
import { targetWords } from '@/components/move/place-words';
import { ItemDetails } from '@/components/moves/item-details';
import { queryOf } from '@/components/moves/moves-filter';
import { OrderControls, type OrderActions } from '@/components/moves/order-controls';
import { OrderItems } from '@/components/moves/order-items';
import { OrderSequels } from '@/components/moves/order-sequels';
import { OrderProgressBar } from '@/components/moves/order-progress-bar';
import { useMovesFilter } from '@/components/moves/use-moves-filter';
import { moveQuery } from '@/components/queries/move';
import { Badge } from '@/components/ui/badge';
import { Fact, Facts } from '@/components/ui/facts';
import { ProblemState } from '@/components/ui/problem-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';

/** One order with its items; live while it runs. */
export function OrderPage({ id, actions }: { id: string; actions: OrderActions }) {
  const live = useOrders().find((order) => order.id === id);
  const read = useQuery({ ...moveQuery(id), enabled: !live });
  const order = live ?? read.data;
  const [filter] = useMovesFilter();
  return (
    <div className="mx-auto grid max-w-7xl gap-5 px-6 py-4">
      <Link href={`/moves${queryOf(filter)}`} className="flex w-fit items-center gap-1 text-xs text-muted hover:text-ink">
        <ArrowLeft size={12} aria-hidden /> {queryOf(filter) === '' ? 'Moves' : 'Moves that fit the filter'}
      </Link>
      {order ? (
        <OrderDetails order={order} actions={actions} onDone={() => void read.refetch()} />
      ) : read.error ? (
        <ProblemState detail={read.error.message} onRetry={() => void read.refetch()} />
      ) : (
        <SkeletonRows rows={6} label="Loading the order" />
      )}
    </div>
  );
}

function OrderDetails({ order, actions, onDone }: { order: Order; actions: OrderActions; onDone: () => void }) {
  const { items, createdAt, reason, id } = order;
  return (
    <>
      <header className="grid gap-3">
        <h1 className="text-lg font-semibold tracking-tight">
          {items.length === 1 && items[0] ? `${itemName(items[0])} to ${items[0].to.name}` : `${items.length} people to ${targetWords(items)}`}
        </h1>
        {items.length > 1 && (
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
            <OrderProgressBar items={items} wide />
            {order.state === 'paused' && <Badge tone="waiting">Paused</Badge>}
          </div>
        )}
        <OrderControls order={order} actions={actions} onDone={onDone}>
          <OrderSequels order={order} />
        </OrderControls>
        <Facts>
          {order.observed ? (
            <Fact name="Seen">
              <Time at={createdAt} />. {notByUsher}: by whom is not known.
            </Fact>
          ) : (
            <Fact name="Asked for">
              <Time at={createdAt} /> by {senderWords(order)}
            </Fact>
          )}
          {order.observed && <Fact name="Predicted">{predictionWords(order.observed)}</Fact>}
          {order.undoOf === null && unusualWords(order) && <Fact name="Chosen">{unusualWords(order)}</Fact>}
          {order.undoOf && (
            <Fact name="Undoes">
              <EarlierOrder id={order.undoOf} />. Settings are put back; whoever is muted stays muted.
            </Fact>
          )}
          {order.repeatOf && (
            <Fact name="As in">
              <EarlierOrder id={order.repeatOf} />
            </Fact>
          )}
          {reason && <Fact name="Reason">{reason}</Fact>}
          <Fact name="Order">
            <span className="font-mono text-xs select-all">{id}</span>
          </Fact>
        </Facts>
      </header>
      {items.length === 1 && items[0] ? <ItemDetails order={order} item={items[0]} /> : <OrderItems order={order} />}
    </>
  );
}

function EarlierOrder({ id }: { id: string }) {
  return (
    <Link href={`/moves/${encodeURIComponent(id)}`} className="underline decoration-line underline-offset-2 hover:decoration-ink">
      an earlier move
    </Link>
  );
}
