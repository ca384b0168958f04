import { liveDiagnosisSchema } from '@/lib/trace/diagnosis-report';
import { readJson } from '@/components/queries/read-json';

/** What is known of an item's steps. @param state of the item: with another one more is known */
export function itemTraceQuery(order: string, item: string, state: string) {
  return {
    queryKey: ['moves', 'trace', order, item, state],
    queryFn: ({ signal }: { signal?: AbortSignal }) => readJson(`/moves/${encodeURIComponent(order)}/items/${encodeURIComponent(item)}/trace`, liveDiagnosisSchema, signal),
  };
}
