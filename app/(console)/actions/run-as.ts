import type { Outcome } from '@/lib/problem/problem';
import type { z } from 'zod';
import { runtime } from '@/server/runtime';
import { currentCaller } from '../../current-caller';

/**
 * Runs one command as whoever is signed in. Never throws for a refusal: without a session, and where the server is not
 * ready, that is the outcome. `schema` is the form of what comes back.
 */
export async function runAs<T>(command: string, schema: z.ZodType<T>, input: unknown): Promise<Outcome<T>> {
  const caller = await currentCaller();
  if (!caller) {
    return { ok: false, problem: { code: 'unauthenticated', detail: 'Your session has ended. Sign in again.' } };
  }
  const outcome = await runtime().run(command, caller, input);
  return outcome.ok ? { ok: true, value: schema.parse(outcome.value) } : outcome;
}
