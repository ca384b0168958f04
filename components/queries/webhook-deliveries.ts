import { z } from 'zod';
import { deliverySchema } from '@/lib/webhook/webhook';
import { readJson } from '@/components/queries/read-json';

const schema = z.object({ items: z.array(deliverySchema) });
const readAgainMs = 3_000;

/** The last deliveries to an address, newest first, read again while somebody looks. */
export function webhookDeliveriesQuery(id: string) {
  return {
    queryKey: ['webhooks', id, 'deliveries'],
    queryFn: ({ signal }: { signal?: AbortSignal }) => readJson(`/webhooks/${encodeURIComponent(id)}/deliveries`, schema, signal),
    refetchInterval: readAgainMs,
  };
}
