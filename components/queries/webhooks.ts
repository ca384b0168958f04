import { webhookSchema } from '@/lib/webhook/webhook';
import { pageOf } from '@/components/queries/page-of';
import { readJson } from '@/components/queries/read-json';

const schema = pageOf(webhookSchema);

/** Addresses that are told what became of moves, never their secrets. */
export function webhooksQuery() {
  return {
    queryKey: ['webhooks'],
    queryFn: ({ signal }: { signal?: AbortSignal }) => readJson('/webhooks?limit=500', schema, signal),
  };
}
