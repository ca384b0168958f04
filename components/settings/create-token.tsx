'use client';

import { useState, type SubmitEvent } from 'react';
import { fieldErrors } from '@/components/forms/field-errors';
import { useDeed } from '@/components/forms/use-deed';
import { AccessFields, usualAccess } from '@/components/people/access-fields';
import type { TokenActions } from '@/components/settings/actions';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { DoneDialog } from '@/components/ui/done-dialog';
import { TextField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { SecretOnce } from '@/components/ui/secret-once';

interface CreateTokenProps {
  create: TokenActions['create'];
  onClose: () => void;
  onCreated: () => void;
}

/** Makes a token and shows it this once. */
export function CreateTokenDialog({ create, onClose, onCreated }: CreateTokenProps) {
  const [access, setAccess] = useState(usualAccess);
  const { run, busy, problem } = useDeed(create);
  const [made, setMade] = useState<{ name: string; secret: string } | null>(null);
  const { fields, rest } = fieldErrors(problem, ['name', 'role', 'scope', 'expiresInDays']);

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const days = String(form.get('expiresInDays'));
    const outcome = await run({ name: String(form.get('name')), ...access, ...(days && { expiresInDays: Number(days) }) });
    if (!outcome.ok) return;
    onCreated();
    setMade({ name: outcome.value.token.name, secret: outcome.value.secret });
  };

  if (made) {
    return (
      <DoneDialog title={`Token ${made.name}`} onClose={onClose}>
        <SecretOnce label="Token" value={made.secret} />
        <p className="text-sm text-muted">
          Send it as <code className="font-mono">Authorization: Bearer …</code>
        </p>
      </DoneDialog>
    );
  }
  return (
    <Dialog open onOpenChange={onClose} title="New token">
      <form onSubmit={submit} className="grid gap-4 p-4">
        {rest && <Notice tone="failed">{rest}</Notice>}
        <TextField label="Name" name="name" data-autofocus required maxLength={100} placeholder="What uses it" autoComplete="off" error={fields.name} />
        <AccessFields value={access} onChange={setAccess} errors={fields} />
        <TextField
          label="Valid for days"
          name="expiresInDays"
          inputMode="numeric"
          defaultValue="90"
          autoComplete="off"
          error={fields.expiresInDays}
          hint="Leave it empty for a token that never expires."
        />
        <Button type="submit" look="primary" disabled={busy} className="justify-self-end">
          {busy ? 'Making…' : 'Make the token'}
        </Button>
      </form>
    </Dialog>
  );
}
