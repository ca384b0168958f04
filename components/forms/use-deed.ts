'use client';

import { useCallback, useState } from 'react';
import type { Outcome, Problem } from '@/lib/problem/problem';
import { leaveForSignIn } from '@/components/sign-in/leave';

export interface Deed<Input, T> {
  readonly busy: boolean;
  /** Why the last try was refused; null while nothing was, or since {@link Deed.clear}. */
  readonly problem: Problem | null;
  run(input: Input): Promise<Outcome<T>>;
  clear(): void;
}

/** Runs one server action from a form: whether it is under way, and why it was refused. Never throws. */
export function useDeed<Input, T>(act: (input: Input) => Promise<Outcome<T>>): Deed<Input, T> {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = useCallback(
    async (input: Input): Promise<Outcome<T>> => {
      setBusy(true);
      setProblem(null);
      const outcome = await act(input).catch((): Outcome<T> => ({ ok: false, problem: silence }));
      setBusy(false);
      if (outcome.ok) return outcome;
      if (outcome.problem.code === 'unauthenticated') leaveForSignIn();
      setProblem(outcome.problem);
      return outcome;
    },
    [act],
  );
  const clear = useCallback(() => setProblem(null), []);
  return { busy, problem, run, clear };
}

const silence: Problem = { code: 'unavailable', detail: 'Usher did not answer. Look whether it was done before you try again.' };
