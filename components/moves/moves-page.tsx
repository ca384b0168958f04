'use client';

import { ArrowRightLeft } from 'lucide-react';
import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { hadEffect } from '@/lib/move/had-effect';
import type { MoveKind, Order } from '@/lib/move/order';
import { useNotices, useOrders, useStreamStatus } from '@/components/live/live-provider';
import { LostStrip } from '@/components/lost/lost-strip';
import { useMoves } from '@/components/move/move-provider';
import { peopleWords } from '@/components/move/people-words';
import { senderWords } from '@/components/move/sender-words';
import { sourceWords, targetWords } from '@/components/move/place-words';
import { useSequel } from '@/components/sequel/sequel-provider';
import { Badge } from '@/components/ui/badge';
import { ItemState } from '@/components/moves/item-state';
import { ofKind } from '@/components/moves/of-kind';
import { OrderProgressBar } from '@/components/moves/order-progress-bar';
import { movesQuery } from '@/components/queries/moves';
import { Choice } from '@/components/ui/choice';
import { Button } from '@/components/ui/button';
import { DataGrid, type GridColumn } from '@/components/ui/data-grid';
import { EmptyState } from '@/components/ui/empty-state';
import { Name } from '@/components/ui/name';
import { PageHead } from '@/components/ui/page-head';
import { ProblemState } from '@/components/ui/problem-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';

/** Orders, newest first, live. */
export function MovesPage() {
  const live = useOrders();
  const [kind, setKind] = useState<MoveKind | null>(null);
  // Of one kind there may be few among the newest of all, and older ones are not followed.
  const { data, isLoading, error, refetch } = useQuery({ ...movesQuery(kind), enabled: kind !== null });
  const orders = ofKind(kind, live, data?.items ?? []);
  const notices = useNotices();
  const { state } = useStreamStatus();
  const underWay = live.filter((order) => order.state !== 'settled').length;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHead
        title="Moves"
        actions={
          <Choice
            label="Filter by who moved"
            all="All moves"
            options={kinds}
            value={kind}
            onChange={(value) => setKind(kinds.find((one) => one.value === value)?.value ?? null)}
          />
        }
      >
        {underWay > 0 ? `${underWay} under way` : orders.length > 1 ? 'Nothing is under way. The newest stand first.' : 'Nothing is under way.'}
      </PageHead>
      <div className="px-6 pb-2 empty:hidden">
        <LostStrip notices={notices} label="Lost on the way" />
      </div>
      <div className="min-h-0 flex-1">
        {state === 'loading' || (isLoading && orders.length === 0) ? (
          <SkeletonRows rows={8} label="Loading the moves" />
        ) : error && orders.length === 0 ? (
          <ProblemState detail={error.message} onRetry={() => void refetch()} />
        ) : (
          <OrdersGrid orders={orders} kind={kind} />
        )}
      </div>
    </div>
  );
}

function OrdersGrid({ orders, kind }: { orders: readonly Order[]; kind: MoveKind | null }) {
  const router = useRouter();
  const ask = useSequel();
  const { mayMove } = useMoves();
  return (
    <DataGrid
      label="Moves"
      columns={columns}
      items={orders}
      keyOf={({ id }) => id}
      testId={({ id }) => `order-${id}`}
      onKey={(key, order) => {
        const isMeant = (key === 'u' || key === 'U') && mayMove && order.items.some(hadEffect);
        if (isMeant) ask({ kind: 'undo', order: order.id });
        return isMeant;
      }}
      onOpen={({ id }) => router.push(`/moves/${encodeURIComponent(id)}`)}
      empty={
        <EmptyState icon={<ArrowRightLeft size={28} aria-hidden />} title={noneOf[kind ?? 'all'].title}>
          {noneOf[kind ?? 'all'].words}
        </EmptyState>
      }
    />
  );
}

/** What is said where there is no order to show. */
const noneOf: Readonly<Record<MoveKind | 'all', { title: string; words: string }>> = {
  all: { title: 'Nobody has been moved yet', words: 'Drag somebody on the board, or let a script post to /api/v1/moves.' },
  own: { title: 'Usher has moved nobody yet', words: 'Drag somebody on the board, or let a script post to /api/v1/moves.' },
  observed: { title: 'Nobody was moved past Usher', words: 'Moves that others ask of the call bridges, such as Meeting Management, are listed here as they are seen.' },
};

const kinds: readonly { value: MoveKind; label: string }[] = [
  { value: 'own', label: 'Sent by Usher' },
  { value: 'observed', label: 'Not by Usher' },
];

function SentBy({ order }: { order: Order }) {
  const words = senderWords(order);
  return order.observed ? (
    <span title={words} data-testid="not-by-usher">
      <Badge tone="waiting">Not by Usher</Badge>
    </span>
  ) : (
    <span title={words}>{order.by.name}</span>
  );
}

/** U on the row does what the button does. */
function UndoOrder({ order }: { order: Order }) {
  const ask = useSequel();
  const { mayMove } = useMoves();
  if (!mayMove || !order.items.some(hadEffect)) return null;
  return (
    <Button
      size="small"
      look="quiet"
      tabIndex={-1}
      title="Bring them back (U)"
      onClick={(event) => {
        // A click on the row opens the order.
        event.stopPropagation();
        ask({ kind: 'undo', order: order.id });
      }}
    >
      Undo
      <span className="sr-only"> the move of {peopleWords(order.items)}</span>
    </Button>
  );
}

const columns: readonly GridColumn<Order>[] = [
  { name: 'Asked for', width: '104px', secondary: true, cell: ({ createdAt }) => <Time at={createdAt} /> },
  {
    name: 'Who',
    width: 'minmax(88px, 2fr)',
    cell: ({ items }) => (
      <span className="flex font-medium" title={items.map(({ name }) => name).join(', ')}>
        <Name>{items[0]?.name ?? ''}</Name>
        {items.length > 1 && <span className="shrink-0 whitespace-pre"> +{items.length - 1}<span className="sr-only"> more</span></span>}
      </span>
    ),
  },
  { name: 'From', width: 'minmax(100px, 1.5fr)', secondary: true, cell: ({ items }) => <span title={sourceWords(items)}>{sourceWords(items)}</span> },
  { name: 'To', width: 'minmax(56px, 1.5fr)', cell: ({ items }) => <span title={targetWords(items)}>{targetWords(items)}</span> },
  { name: 'State', width: 'minmax(128px, 1.5fr)', cell: ({ items }) => (items.length === 1 && items[0] ? <ItemState item={items[0]} /> : <OrderProgressBar items={items} />) },
  { name: 'By', width: 'minmax(90px, 1fr)', secondary: true, cell: (order) => <SentBy order={order} /> },
  { name: 'Undo', width: '64px', secondary: true, head: <span className="sr-only">Undo</span>, cell: (order) => <UndoOrder order={order} /> },
];
