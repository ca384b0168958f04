'use client';

import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { MoveKind, Order } from '@/lib/move/order';
import type { FailureCount } from '@/lib/trace/failure-counts';
import { countedDays, lastDays } from '@/components/moves/failure-series';
import { failureCountsQuery } from '@/components/queries/failure-counts';
import { useSettled } from '@/components/ui/use-settled';

/** People who fail together are counted together. */
const settledForMs = 500;
/** Others may have failed whose orders are not followed here, and a new day begins some time. */
const countAgainMs = 60_000;

const nobody: readonly FailureCount[] = [];

/** How many people could not be moved in the last days of the reader, anew whenever a live order has one more finding. */
export function useFailureCounts(kind: MoveKind | null, live: readonly Order[]) {
  const found = useMemo(() => live.reduce((sum, { items }) => sum + items.filter(({ finding }) => finding !== null).length, 0), [live]);
  const seen = useSettled(found, settledForMs);
  const { days, from } = lastDays(countedDays, new Date());
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const { data, isPending, error, failureCount } = useQuery({ ...failureCountsQuery({ from, timeZone, kind }, seen), refetchInterval: countAgainMs });
  // What could not be read at once keeps nobody waiting for the rest of the page.
  return { counts: data?.items ?? nobody, days, timeZone, isAwaited: isPending && failureCount === 0, isUnread: error !== null };
}
