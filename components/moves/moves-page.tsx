'use client';

import { ArrowRightLeft } from 'lucide-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { hadEffect } from '@/lib/move/had-effect';
import type { MoveKind, Order } from '@/lib/move/order';
import { useNotices, useOrders, useStreamStatus } from '@/components/live/live-provider';
import { LostStrip } from '@/components/lost/lost-strip';
import { itemName } from '@/components/move/item-words';
import { useMoves } from '@/components/move/move-provider';
import { peopleWords } from '@/components/move/people-words';
import { senderWords } from '@/components/move/sender-words';
import { sourceWords, targetWords } from '@/components/move/place-words';
import { useSequel } from '@/components/sequel/sequel-provider';
import { Badge } from '@/components/ui/badge';
import { CausesStrip } from '@/components/moves/causes-strip';
import { ItemState } from '@/components/moves/item-state';
import { asksForFailures, noMovesFilter, ordersFitting, queryOf, type MovesFilter } from '@/components/moves/moves-filter';
import { MovesFilters } from '@/components/moves/moves-filters';
import { OrderProgressBar } from '@/components/moves/order-progress-bar';
import { useFailureCounts } from '@/components/moves/use-failure-counts';
import { useMovesFilter } from '@/components/moves/use-moves-filter';
import { foundMovesQuery } from '@/components/queries/found-moves';
import { newestMoves } from '@/components/queries/moves';
import { Button } from '@/components/ui/button';
import { DataGrid, type GridColumn } from '@/components/ui/data-grid';
import { EmptyState } from '@/components/ui/empty-state';
import { Name } from '@/components/ui/name';
import { PageHead } from '@/components/ui/page-head';
import { ProblemState } from '@/components/ui/problem-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';

/** Orders, newest first, live; and why moves failed in the last days. */
export function MovesPage() {
  const live = useOrders();
  const [filter, setFilter] = useMovesFilter();
  const isFiltered = queryOf(filter) !== '';
  // Only the newest of all are followed: of those that are looked for there may be few among them, and older ones have to be read.
  const mayBeMore = isFiltered || live.length >= newestMoves;
  const found = useInfiniteQuery({ ...foundMovesQuery(filter), enabled: mayBeMore });
  const read = (mayBeMore && found.data?.pages.flatMap(({ items }) => items)) || [];
  const orders = ordersFitting(filter, live, read);
  const { counts, days, timeZone, isAwaited, isUnread } = useFailureCounts(filter.kind, live);
  const notices = useNotices();
  const { state } = useStreamStatus();
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHead title="Moves" actions={<MovesFilters counts={counts} value={filter} onChange={setFilter} />}>
        {headWords(live, isFiltered ? (found.data?.pages[0]?.total ?? null) : null)}
      </PageHead>
      <div className="px-6 pb-2 empty:hidden">
        <LostStrip notices={notices} label="Lost on the way" />
      </div>
      {state !== 'loading' && <CausesStrip counts={counts} days={days} timeZone={timeZone} filter={filter} onFilter={setFilter} />}
      {isUnread && <p className="px-6 pb-3 text-xs text-muted">Why moves failed in the last days could not be read.</p>}
      {/* Beside much that failed some rows of it stay in sight: the page scrolls. */}
      <div className="min-h-60 flex-1">
        {state === 'loading' || isAwaited || (found.isLoading && orders.length === 0) ? (
          <SkeletonRows rows={8} label="Loading the moves" />
        ) : found.error && orders.length === 0 ? (
          <ProblemState detail={found.error.message} onRetry={() => void found.refetch()} />
        ) : (
          <OrdersGrid orders={orders} filter={filter} onShowAll={() => setFilter(noMovesFilter)} />
        )}
      </div>
      {mayBeMore && found.hasNextPage && (
        <div className="border-t px-6 py-2 text-center">
          <Button size="small" disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {found.isFetchingNextPage ? 'Reading…' : 'Older moves'}
          </Button>
        </div>
      )}
    </div>
  );
}

const figures = new Intl.NumberFormat('en');

/** @param fitting how many fit the filter; null without one */
function headWords(live: readonly Order[], fitting: number | null): string {
  const underWay = live.filter((order) => order.state !== 'settled').length;
  if (fitting === 0) return 'No move fits.';
  if (fitting !== null) return fitting === 1 ? '1 move fits.' : `${figures.format(fitting)} moves fit. The newest stand first.`;
  if (underWay > 0) return `${underWay} under way`;
  return live.length > 1 ? 'Nothing is under way. The newest stand first.' : 'Nothing is under way.';
}

function OrdersGrid({ orders, filter, onShowAll }: { orders: readonly Order[]; filter: MovesFilter; onShowAll: () => void }) {
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
      onOpen={({ id }) => router.push(`/moves/${encodeURIComponent(id)}${queryOf(filter)}`)}
      empty={<NoOrders filter={filter} onShowAll={onShowAll} />}
    />
  );
}

function NoOrders({ filter, onShowAll }: { filter: MovesFilter; onShowAll: () => void }) {
  const icon = <ArrowRightLeft size={28} aria-hidden />;
  if (asksForFailures(filter)) {
    return (
      <EmptyState icon={icon} title="No move failed like that" action={<Button onClick={onShowAll}>Show all moves</Button>}>
        {filter.symptom !== null && filter.cause !== null ? 'Nobody has failed in both ways at once.' : 'A move that fails stands here once it has been looked into, which takes a few seconds.'}
      </EmptyState>
    );
  }
  const { title, words } = noneOf[filter.kind ?? 'all'];
  return (
    <EmptyState icon={icon} title={title}>
      {words}
    </EmptyState>
  );
}

/** What is said where there is no order to show. */
const noneOf: Readonly<Record<MoveKind | 'all', { title: string; words: string }>> = {
  all: { title: 'Nobody has been moved yet', words: 'Drag somebody on the board, or let a script post to /api/v1/moves.' },
  own: { title: 'Usher has moved nobody yet', words: 'Drag somebody on the board, or let a script post to /api/v1/moves.' },
  observed: { title: 'Nobody was moved past Usher', words: 'Moves that others ask of the call bridges, such as Meeting Management, are listed here as they are seen.' },
};

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
      <span className="flex font-medium" title={items.map(itemName).join(', ')}>
        <Name>{items[0] ? itemName(items[0]) : ''}</Name>
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
