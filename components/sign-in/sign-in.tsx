'use client';

import { useState, type SubmitEvent } from 'react';
import { readSignInRefusal } from '@/lib/access/sign-in-refusal';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';

export type WhySignIn = 'session-ended' | 'password-changed' | null;

const reasons = {
  'session-ended': 'Your session has ended. Sign in to go on where you were.',
  'password-changed': 'Your password has been changed. Sign in with the new one.',
} as const;

/** The door. `next` is the path to go to afterwards. */
export function SignIn({ next, why }: { next: string; why: WhySignIn }) {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setRefusal(null);
    const refused = await trySignIn(String(form.get('name')), String(form.get('password')));
    if (refused === null) {
      window.location.assign(next);
      return;
    }
    setRefusal(refused);
    setBusy(false);
  };

  return (
    <main className="grid min-h-full place-items-center px-4 py-12">
      <div className="grid w-full max-w-[360px] gap-6">
        <Wordmark />
        <form onSubmit={submit} className="grid gap-4 rounded-lg border bg-raised p-6 shadow-[0_8px_32px_var(--shadow)]">
          <h1 className="text-base font-semibold">Sign in</h1>
          {refusal ? <Notice tone="failed">{refusal}</Notice> : why && <Notice tone="waiting">{reasons[why]}</Notice>}
          <TextField label="Name" name="name" autoComplete="username" autoCapitalize="none" autoFocus required maxLength={100} />
          <TextField label="Password" name="password" type="password" autoComplete="current-password" required maxLength={200} />
          <Button type="submit" look="primary" disabled={busy} className="justify-center">
            {busy ? 'Signing in…' : 'Sign in'}
          </Button>
        </form>
      </div>
    </main>
  );
}

function Wordmark() {
  return (
    <div className="text-center">
      <p className="text-2xl font-semibold tracking-tight">Usher</p>
      <p className="mt-1 text-sm text-muted">Live meetings on Cisco Meeting Server</p>
    </div>
  );
}

/** Null once signed in, else why not, in words. */
async function trySignIn(name: string, password: string): Promise<string | null> {
  try {
    const { signIn } = await import('next-auth/react');
    const answer = await signIn('credentials', { name, password, redirect: false });
    // A wrong password can come with `ok`: only without an error is somebody signed in.
    if (answer?.ok && !answer.error) return null;
    return refusalInWords(answer?.error);
  } catch {
    return 'Usher does not answer. Is the network up?';
  }
}

function refusalInWords(error: string | null | undefined): string {
  const refusal = readSignInRefusal(error ?? '');
  switch (refusal.code) {
    case 'unauthenticated':
      return 'The name or the password is wrong.';
    case 'too-many-requests':
      return `Too many tries. Wait ${refusal.retryAfterSeconds ?? 30} seconds, then try again.`;
    default:
      return 'Nobody can sign in right now. Try again in a moment.';
  }
}
