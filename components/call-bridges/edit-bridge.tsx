'use client';

import { useState, type SubmitEvent } from 'react';
import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { CallBridgeActions, EditInput, Trust } from '@/components/call-bridges/actions';
import type { Certificate } from '@/components/call-bridges/results';
import { TrustFields } from '@/components/call-bridges/trust-fields';
import { fieldErrors } from '@/components/forms/field-errors';
import { useDeed } from '@/components/forms/use-deed';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';

interface EditBridgeProps {
  bridge: CallBridge;
  actions: CallBridgeActions;
  onClose: () => void;
}

/** Changes what a bridge is reached with; only what is different is sent. */
export function EditBridge({ bridge, actions, onClose }: EditBridgeProps) {
  const { run, busy, problem } = useDeed(actions.edit);
  const inspect = useDeed(actions.inspect);
  const [address, setAddress] = useState(bridge.address);
  const [seen, setSeen] = useState<{ certificate: Certificate; trust: Trust } | null>(null);
  const { fields, rest } = fieldErrors(problem, ['name', 'address', 'username', 'password', 'trust']);

  const lookAtCertificate = async () => {
    const outcome = await inspect.run({ address });
    if (!outcome.ok || !outcome.value.certificate) return;
    const { certificate } = outcome.value;
    setSeen({ certificate, trust: { kind: 'fingerprint', value: certificate.fingerprint } });
  };
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const outcome = await run(changesIn(new FormData(event.currentTarget), bridge, seen?.trust ?? null));
    if (outcome.ok) onClose();
  };
  return (
    <Dialog open onOpenChange={onClose} title={`Edit ${bridge.name}`} wide>
      <form onSubmit={submit} className="grid gap-4 p-4">
        {(rest ?? inspect.problem) && <Notice tone="failed">{rest ?? inspect.problem?.detail}</Notice>}
        <TextField label="Name" name="name" defaultValue={bridge.name} required autoComplete="off" error={fields.name} />
        <TextField
          label="Address of the Web Admin"
          name="address"
          value={address}
          onChange={(event) => setAddress(event.target.value)}
          required
          autoComplete="off"
          spellCheck={false}
          error={fields.address}
          hint="Another address needs the password again."
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField label="API user" name="username" placeholder="Unchanged" autoComplete="off" error={fields.username} />
          <TextField label="Password" name="password" type="password" placeholder="Unchanged" autoComplete="off" error={fields.password} />
        </div>
        {seen ? (
          <TrustFields {...seen} error={fields.trust} onChange={(trust) => setSeen({ ...seen, trust })} />
        ) : (
          <Button className="justify-self-start" disabled={inspect.busy} onClick={() => void lookAtCertificate()}>
            {inspect.busy ? 'Looking…' : 'Look at the certificate…'}
          </Button>
        )}
        <Button type="submit" look="primary" disabled={busy} className="justify-self-end">
          {busy ? 'Saving…' : 'Save'}
        </Button>
      </form>
    </Dialog>
  );
}

function changesIn(form: FormData, bridge: CallBridge, trust: Trust | null): EditInput {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const password = String(form.get('password') ?? '');
  return {
    id: bridge.id,
    ...(text('name') !== bridge.name && { name: text('name') }),
    ...(text('address') !== bridge.address && { address: text('address') }),
    ...(text('username') && { username: text('username') }),
    ...(password && { password }),
    ...(trust && { trust }),
  };
}
