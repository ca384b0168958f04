'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Item } from '@/lib/move/item';
import { isEnd } from '@/lib/move/item-state';
import type { Order } from '@/lib/move/order';
import { MoveFinding } from '@/components/diagnoses/move-finding';
import { UntracedHint } from '@/components/moves/untraced-hint';
import { itemTraceQuery } from '@/components/queries/item-trace';
import { askerWords } from '@/components/trace/asker-words';
import { Trace } from '@/components/trace/trace';
import { useTraceTerms } from '@/components/trace/trace-terms';
import { ProblemState } from '@/components/ui/problem-state';
import { SkeletonRows } from '@/components/ui/skeleton';

/** Feeds tell more by the moment while somebody is on their way; what comes after the end is records and lines of logs. */
const lookEveryMs = { underWay: 1_000, ended: 10_000 };

/** What is known of an item's eleven steps, drawn as it happens, and why it went as it did. */
export function ItemTrace({ order, item }: { order: Order; item: Item }) {
  const { version } = useTraceTerms();
  const { data, error, refetch } = useQuery({
    ...itemTraceQuery(order.id, item.id, item.state),
    refetchInterval: isEnd(item.state) ? lookEveryMs.ended : lookEveryMs.underWay,
    placeholderData: keepPreviousData,
  });
  if (error) return <ProblemState detail={error.message} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={4} label="Loading the steps" />;
  const { assumed, callBridges, untraced, ...move } = data;
  const about = { versions: { usher: version, callBridges }, verdict: order.observed ? null : item.verdict, assumed, from: { order: order.id, item: item.id } };
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <MoveFinding move={move} />
      {untraced && <UntracedHint bridge={untraced} />}
      <Trace move={move} timeZone={timeZone} asker={order.observed ? askerWords(move.askedBy) : 'Usher'} about={about} />
      {assumed.length > 0 && (
        <ul className="grid gap-1 text-xs text-muted">
          {assumed.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
