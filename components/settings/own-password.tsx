'use client';

import type { SubmitEvent } from 'react';
import { shortestPassword, type ChangeOwnPassword } from '@/lib/access/person';
import type { Outcome } from '@/lib/problem/problem';
import { fieldErrors } from '@/components/forms/field-errors';
import { useDeed } from '@/components/forms/use-deed';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';

/** Changes the password of whoever is signed in; they sign in again with the new one. */
export function OwnPassword({ change }: { change: (input: ChangeOwnPassword) => Promise<Outcome<unknown>> }) {
  const { run, busy, problem } = useDeed(change);
  const { fields, rest } = fieldErrors(problem, ['current', 'next']);
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const outcome = await run({ current: String(form.get('current')), next: String(form.get('next')) });
    if (outcome.ok) window.location.assign(new URL('/sign-in?changed=1', window.location.origin));
  };
  return (
    <form onSubmit={submit} className="grid max-w-sm gap-4">
      {rest && <Notice tone="failed">{rest}</Notice>}
      <TextField label="Current password" name="current" type="password" autoComplete="current-password" required error={fields.current} />
      <TextField
        label="New password"
        name="next"
        type="password"
        autoComplete="new-password"
        required
        error={fields.next}
        hint={`At least ${shortestPassword} characters. You are signed out everywhere and sign in again.`}
      />
      <Button type="submit" disabled={busy} className="justify-self-start">
        {busy ? 'Changing…' : 'Change the password'}
      </Button>
    </form>
  );
}
