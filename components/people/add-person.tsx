'use client';

import { useState, type SubmitEvent } from 'react';
import { shortestPassword } from '@/lib/access/person';
import { fieldErrors } from '@/components/forms/field-errors';
import { useDeed } from '@/components/forms/use-deed';
import type { PeopleActions } from '@/components/people/actions';
import { AccessFields, usualAccess } from '@/components/people/access-fields';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { DoneDialog } from '@/components/ui/done-dialog';
import { TextField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { SecretOnce } from '@/components/ui/secret-once';

interface AddPersonProps {
  add: PeopleActions['add'];
  onClose: () => void;
  onAdded: () => void;
}

/** Adds somebody who can sign in; a password that was made for them is shown this once. */
export function AddPersonDialog({ add, onClose, onAdded }: AddPersonProps) {
  const [access, setAccess] = useState(usualAccess);
  const { run, busy, problem } = useDeed(add);
  const [made, setMade] = useState<{ name: string; password: string | null } | null>(null);
  const { fields, rest } = fieldErrors(problem, ['name', 'role', 'scope', 'password']);

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const password = String(form.get('password'));
    const outcome = await run({ name: String(form.get('name')), ...access, ...(password && { password }) });
    if (!outcome.ok) return;
    onAdded();
    setMade({ name: outcome.value.person.name, password: outcome.value.password ?? null });
  };

  if (made) {
    return (
      <DoneDialog title={`${made.name} can sign in now`} onClose={onClose}>
        {made.password ? <SecretOnce label="Password" value={made.password} /> : <p className="text-sm">With the password that you gave.</p>}
      </DoneDialog>
    );
  }
  return (
    <Dialog open onOpenChange={onClose} title="Add a person">
      <form onSubmit={submit} className="grid gap-4 p-4">
        {rest && <Notice tone="failed">{rest}</Notice>}
        <TextField label="Name" name="name" data-autofocus required maxLength={100} autoComplete="off" error={fields.name} />
        <AccessFields value={access} onChange={setAccess} errors={fields} />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          error={fields.password}
          hint={`At least ${shortestPassword} characters. Leave it empty to have one made.`}
        />
        <Button type="submit" look="primary" disabled={busy} className="justify-self-end">
          {busy ? 'Adding…' : 'Add'}
        </Button>
      </form>
    </Dialog>
  );
}
