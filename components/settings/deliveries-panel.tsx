'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Delivery, Webhook } from '@/lib/webhook/webhook';
import { useDeed } from '@/components/forms/use-deed';
import { webhookDeliveriesQuery } from '@/components/queries/webhook-deliveries';
import type { WebhookActions } from '@/components/settings/actions';
import { deliveryWords, kindWords } from '@/components/settings/webhook-words';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { SidePanel } from '@/components/ui/side-panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';

/** What an address was told lately, what it answered, and what still waits. */
export function DeliveriesPanel({ webhook, test, onClose }: { webhook: Webhook; test: WebhookActions['test']; onClose: () => void }) {
  const query = webhookDeliveriesQuery(webhook.id);
  const { data, error, isPending } = useQuery(query);
  const client = useQueryClient();
  const { run, busy, problem } = useDeed(test);
  const send = async () => {
    const outcome = await run({ id: webhook.id });
    if (outcome.ok) await client.invalidateQueries({ queryKey: query.queryKey });
  };
  return (
    <SidePanel title="Deliveries" subtitle={webhook.address} onClose={onClose}>
      <div className="grid gap-3 p-4">
        <Button size="small" className="justify-self-start" disabled={busy} onClick={() => void send()}>
          {busy ? 'Sending…' : 'Send a test'}
        </Button>
        {problem && <Notice tone="failed">{problem.detail}</Notice>}
        {error && <Notice tone="failed">{error.message}</Notice>}
        {isPending && <SkeletonRows rows={3} label="Loading the deliveries" />}
        {data && data.items.length === 0 && <p className="text-sm text-muted">Nothing has been sent there yet.</p>}
        {data && (
          <ul className="divide-y">
            {data.items.map((delivery) => (
              <DeliveryRow key={delivery.id} delivery={delivery} />
            ))}
          </ul>
        )}
      </div>
    </SidePanel>
  );
}

const looks = { waiting: 'text-waiting', delivered: 'text-proven', 'given-up': 'text-failed' } as const;

function DeliveryRow({ delivery: { kind, state, createdAt, attempts, nextAt, error } }: { delivery: Delivery }) {
  return (
    <li className="grid gap-0.5 py-2 text-sm">
      <div className="flex items-baseline gap-3">
        <span className={looks[state]}>{deliveryWords[state]}</span>
        <span className="flex-1 truncate">{kindWords[kind]}</span>
        <Time at={createdAt} />
      </div>
      {error && <p className="text-xs break-words text-muted">{error}</p>}
      {nextAt && attempts > 0 && (
        <p className="text-xs text-muted">
          Tried {attempts === 1 ? 'once' : `${attempts} times`}, again at <Time at={nextAt} />
        </p>
      )}
    </li>
  );
}
