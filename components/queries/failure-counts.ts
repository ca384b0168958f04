import { keepPreviousData } from '@tanstack/react-query';
import type { MoveKind } from '@/lib/move/order';
import { failureCountsSchema } from '@/lib/trace/failure-counts';
import { readJson } from '@/components/queries/read-json';

/** What is counted: days of the reader's time zone, from the beginning of the first. */
export interface CountedDays {
  readonly from: string;
  readonly timeZone: string;
  readonly kind: MoveKind | null;
}

/** How many people could not be moved, by day and cause, until now. @param seen changes when it is known that there are more */
export function failureCountsQuery({ from, timeZone, kind }: CountedDays, seen: number) {
  return {
    queryKey: ['moves', 'failures', from, timeZone, kind, seen],
    queryFn: ({ signal }: { signal?: AbortSignal }) => {
      const asked = new URLSearchParams({ from, timeZone, ...(kind && { kind }) });
      return readJson(`/moves/causes?${asked}`, failureCountsSchema, signal);
    },
    placeholderData: keepPreviousData,
  };
}
