import { type Problem, type ProblemCode, problems } from '@/lib/problem/problem';

/** Why somebody was not let in, as far as the sign-in page may know. */
export interface SignInRefusal {
  readonly code: ProblemCode;
  /** Only with `too-many-requests`. */
  readonly retryAfterSeconds?: number;
}

/** A refusal as the one short text that next-auth hands to the browser: `code` or `code:seconds`. */
export function writeSignInRefusal({ code, retryAfterSeconds }: Problem): string {
  return retryAfterSeconds === undefined ? code : `${code}:${retryAfterSeconds}`;
}

/** The `error` of next-auth's `signIn()`. Whatever it does not know reads as `unavailable`. */
export function readSignInRefusal(text: string): SignInRefusal {
  const [code = '', seconds] = text.split(':');
  // What next-auth itself says when `authorize` gives nothing.
  if (code === 'CredentialsSignin') return { code: 'unauthenticated' };
  if (!isProblemCode(code)) return { code: 'unavailable' };
  const retryAfterSeconds = Number(seconds);
  return Number.isFinite(retryAfterSeconds) ? { code, retryAfterSeconds } : { code };
}

function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(problems, text);
}
