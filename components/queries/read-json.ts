import type { Problem, ProblemCode } from '@/lib/problem/problem';
import { problems } from '@/lib/problem/problem';
import { leaveForSignIn } from '@/components/sign-in/leave';

/** Tells whether something is what was expected; every zod schema is one. */
export interface Form<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false; error: unknown };
}

/** A read that did not bring what was asked for; `problem` is the server's own, or `unavailable` where none came. */
export class ReadError extends Error {
  override readonly name = 'ReadError';

  constructor(readonly problem: Problem, options?: { cause?: unknown }) {
    super(problem.detail, options);
  }
}

/**
 * Reads `/console/data<path>` and checks its form.
 * @throws ReadError whatever goes wrong. `unauthenticated` also leads to the sign-in page, once.
 */
export async function readJson<T>(path: string, schema: Form<T>, signal?: AbortSignal): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`/console/data${path}`, { signal, headers: { accept: 'application/json' }, cache: 'no-store' });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ReadError({ code: 'unavailable', detail: 'Usher does not answer. Is the network up?' }, { cause });
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    const problem = problemFrom(body, response.status);
    if (problem.code === 'unauthenticated') leaveForSignIn();
    throw new ReadError(problem);
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new ReadError(
    { code: 'unavailable', detail: 'Usher answered in a form that this page does not know. Reload the page.' },
    { cause: parsed.error },
  );
}

/** The problem in an answer's body; where there is none, one that says what the status says. */
export function problemFrom(body: unknown, status: number): Problem {
  if (typeof body === 'object' && body !== null && 'code' in body && 'detail' in body) {
    const { code, detail } = body;
    if (isProblemCode(code) && typeof detail === 'string') return { code, detail };
  }
  const code = status === 401 ? 'unauthenticated' : status === 403 ? 'forbidden' : status === 404 ? 'not-found' : 'unavailable';
  return { code, detail: `Usher answered with status ${status}.` };
}

function isProblemCode(code: unknown): code is ProblemCode {
  return typeof code === 'string' && Object.hasOwn(problems, code);
}
