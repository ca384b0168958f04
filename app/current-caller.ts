import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import type { Caller } from '@/lib/access/access';
import { runtime } from '@/server/runtime';
import { clientAddress } from './api/auth/client-address';
import { hasSecureCookies } from './api/auth/options';

/**
 * Whose request this is, for pages and server actions; null if nobody is signed in (any more). Looked up once per request.
 */
export const currentCaller = cache(async (): Promise<Caller | null> => {
  const session = await sessionId();
  if (session === null) return null;
  return runtime().sessions.caller(session, clientAddress((await headers()).get('x-forwarded-for')));
});

/** For pages that need somebody: leads to the sign-in page otherwise, which says so where a session has ended. */
export async function requireCaller(): Promise<Caller> {
  return (await currentCaller()) ?? redirect((await sessionId()) === null ? '/sign-in' : '/sign-in?ended=1');
}

/** A session id is short: its JWT is never cut into several cookies. */
async function sessionId(): Promise<string | null> {
  const name = hasSecureCookies() ? '__Secure-next-auth.session-token' : 'next-auth.session-token';
  const token = (await cookies()).get(name)?.value;
  if (token === undefined) return null;
  // Loaded for the first who brings a cookie: whoever signs in for the first time need not wait for it.
  const { decode } = await import('next-auth/jwt');
  try {
    const payload = await decode({ token, secret: runtime().settings.cookieSecret });
    return typeof payload?.session === 'string' ? payload.session : null;
  } catch {
    // Not ours, altered, or too old: the same as no cookie.
    return null;
  }
}
