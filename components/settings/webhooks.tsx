'use client';

import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import type { Webhook } from '@/lib/webhook/webhook';
import { useDeed } from '@/components/forms/use-deed';
import { webhooksQuery } from '@/components/queries/webhooks';
import type { WebhookActions } from '@/components/settings/actions';
import { AddWebhookDialog } from '@/components/settings/add-webhook';
import { DeliveriesPanel } from '@/components/settings/deliveries-panel';
import { kindWords } from '@/components/settings/webhook-words';
import { Button } from '@/components/ui/button';
import { Confirm } from '@/components/ui/confirm';
import { Notice } from '@/components/ui/notice';
import { SkeletonRows } from '@/components/ui/skeleton';

/** Addresses that are told what became of moves. */
export function Webhooks({ actions }: { actions: WebhookActions }) {
  const { data, error, isPending } = useQuery(webhooksQuery());
  const client = useQueryClient();
  const [adding, setAdding] = useState(false);
  const [shown, setShown] = useState<Webhook | null>(null);
  const changed = () => void client.invalidateQueries({ queryKey: webhooksQuery().queryKey });
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p className="grow basis-64 text-sm text-muted">Programs that are told what became of moves: signed, in order, and again for a day until they have heard.</p>
        <Button size="small" onClick={() => setAdding(true)}>
          <Plus size={14} aria-hidden /> New webhook
        </Button>
      </div>
      {isPending && <SkeletonRows rows={2} label="Loading the webhooks" />}
      {error && <Notice tone="failed">{error.message}</Notice>}
      {data && data.items.length === 0 && <p className="text-sm">There is none yet.</p>}
      {data && data.items.length > 0 && (
        <ul className="divide-y rounded-lg border bg-raised">
          {data.items.map((webhook) => (
            <WebhookRow key={webhook.id} webhook={webhook} actions={actions} onShow={() => setShown(webhook)} onRemoved={changed} />
          ))}
        </ul>
      )}
      {adding && <AddWebhookDialog add={actions.add} onClose={() => setAdding(false)} onAdded={changed} />}
      {shown && <DeliveriesPanel webhook={shown} test={actions.test} onClose={() => setShown(null)} />}
    </div>
  );
}

interface WebhookRowProps {
  webhook: Webhook;
  actions: WebhookActions;
  onShow: () => void;
  onRemoved: () => void;
}

function WebhookRow({ webhook: { id, address, kinds, waiting }, actions, onShow, onRemoved }: WebhookRowProps) {
  return (
    <li className="flex flex-wrap items-center gap-3 px-4 py-2 text-sm">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium" title={address}>
          {address}
        </p>
        <p className="text-muted">{kinds.map((kind) => kindWords[kind]).join(', ')}</p>
      </div>
      {waiting > 0 && <span className="text-waiting">{waiting} waiting</span>}
      <Button size="small" look="quiet" onClick={onShow}>
        Deliveries<span className="sr-only"> to {address}</span>
      </Button>
      <RemoveWebhook id={id} address={address} remove={actions.remove} onRemoved={onRemoved} />
    </li>
  );
}

function RemoveWebhook({ id, address, remove, onRemoved }: { id: string; address: string; remove: WebhookActions['remove']; onRemoved: () => void }) {
  const [asking, setAsking] = useState(false);
  const { run, busy, problem, clear } = useDeed(remove);
  const close = () => {
    setAsking(false);
    clear();
  };
  return (
    <>
      <Button size="small" look="quiet" onClick={() => setAsking(true)}>
        Remove…<span className="sr-only"> {address}</span>
      </Button>
      <Confirm
        open={asking}
        onClose={close}
        title="Remove this webhook?"
        description={`${address} is told nothing more, also of what still waits.`}
        deed="Remove"
        busy={busy}
        refusal={problem?.detail ?? null}
        onConfirm={async () => {
          const outcome = await run({ id });
          if (!outcome.ok) return;
          close();
          onRemoved();
        }}
      />
    </>
  );
}
