'use client';

import type { SubmitEvent } from 'react';
import type { Problem } from '@/lib/problem/problem';
import type { Draft } from '@/components/call-bridges/add-flow';
import { fieldErrors } from '@/components/forms/field-errors';
import { useCallBridges } from '@/components/live/live-provider';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';

interface AccountStageProps {
  draft: Draft;
  problem: Problem | null;
  busy: boolean;
  onNext: (draft: Draft) => void;
}

/** Where the bridge is and with which account Usher signs in there. */
export function AccountStage({ draft, problem, busy, onNext }: AccountStageProps) {
  const { sameAccountAs } = draft.account;
  const lender = useCallBridges().find(({ id }) => id === sameAccountAs);
  const { fields, rest } = fieldErrors(problem, ['address', 'username', 'password', 'name']);

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '');
    const account = sameAccountAs ? { sameAccountAs } : { username: text('username'), password: text('password') };
    onNext({ address: text('address'), name: text('name').trim(), account });
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      {rest && <Notice tone="failed">{rest}</Notice>}
      <TextField
        label="Address of the Web Admin"
        name="address"
        defaultValue={draft.address}
        placeholder="https://cms1.example.com:445"
        data-autofocus
        required
        autoComplete="off"
        spellCheck={false}
        error={fields.address}
        hint="As you would open it in a browser, with its port."
      />
      {sameAccountAs ? (
        <p className="text-sm text-muted">Usher signs in with the account of {lender?.name ?? 'the other call bridge'}.</p>
      ) : (
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label="API user"
            name="username"
            defaultValue={draft.account.username}
            required
            autoComplete="off"
            error={fields.username}
            hint="An account with the role “api”."
          />
          <TextField label="Password" name="password" type="password" defaultValue={draft.account.password} required autoComplete="off" error={fields.password} />
        </div>
      )}
      <TextField label="Name (optional)" name="name" defaultValue={draft.name} autoComplete="off" error={fields.name} hint="As it is shown here. Without one, the name that the cluster has for it." />
      <Button type="submit" look="primary" disabled={busy} className="justify-self-end">
        {busy ? 'Looking…' : 'Next'}
      </Button>
    </form>
  );
}
