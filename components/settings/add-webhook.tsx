'use client';

import { useState, type SubmitEvent } from 'react';
import { webhookKinds, type WebhookKind } from '@/lib/webhook/webhook';
import { fieldErrors } from '@/components/forms/field-errors';
import { useDeed } from '@/components/forms/use-deed';
import { TickBox } from '@/components/people/tick-box';
import type { WebhookActions } from '@/components/settings/actions';
import { kindWords } from '@/components/settings/webhook-words';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { DoneDialog } from '@/components/ui/done-dialog';
import { TextField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { SecretOnce } from '@/components/ui/secret-once';

interface AddWebhookProps {
  add: WebhookActions['add'];
  onClose: () => void;
  onAdded: () => void;
}

/** Adds an address and shows the secret that signs what is sent there, this once. */
export function AddWebhookDialog({ add, onClose, onAdded }: AddWebhookProps) {
  const [kinds, setKinds] = useState<readonly WebhookKind[]>(webhookKinds);
  const [secret, setSecret] = useState<string | null>(null);
  const { run, busy, problem } = useDeed(add);
  const { fields, rest } = fieldErrors(problem, ['address', 'kinds']);

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const outcome = await run({ address: String(new FormData(event.currentTarget).get('address')), kinds: [...kinds] });
    if (!outcome.ok) return;
    onAdded();
    setSecret(outcome.value.secret);
  };

  if (secret !== null) {
    return (
      <DoneDialog title="The webhook is made" onClose={onClose}>
        <SecretOnce label="Secret" value={secret} />
        <p className="text-sm text-muted">With it the receiver checks that what comes is from Usher. docs/api.md has an example.</p>
      </DoneDialog>
    );
  }
  return (
    <Dialog open onOpenChange={onClose} title="New webhook">
      <form onSubmit={submit} className="grid gap-4 p-4">
        {rest && <Notice tone="failed">{rest}</Notice>}
        <TextField label="Address" name="address" data-autofocus required maxLength={1_000} placeholder="https://" inputMode="url" autoComplete="off" error={fields.address} />
        <fieldset className="grid gap-2">
          <legend className="pb-1 text-sm font-medium">It is told of</legend>
          {webhookKinds.map((kind) => (
            <TickBox
              key={kind}
              type="checkbox"
              checked={kinds.includes(kind)}
              onChange={({ target }) => setKinds(webhookKinds.filter((one) => (one === kind ? target.checked : kinds.includes(one))))}
            >
              {kindWords[kind]}
            </TickBox>
          ))}
          {fields.kinds && <p className="text-xs text-failed">{fields.kinds}</p>}
        </fieldset>
        <Button type="submit" look="primary" disabled={busy} className="justify-self-end">
          {busy ? 'Making…' : 'Make the webhook'}
        </Button>
      </form>
    </Dialog>
  );
}
