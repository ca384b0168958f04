import type { NextAuthOptions, Session } from 'next-auth';
import credentials from 'next-auth/providers/credentials';
import { writeSignInRefusal } from '@/lib/access/sign-in-refusal';
import { runtime } from '@/server/runtime';
import { clientAddress } from './client-address';

/** As long as a session can last; the row in the database decides, the cookie only names it. */
const longestSeconds = 12 * 3_600;

/**
 * How next-auth is set up for one request. Its JWT holds the session id and nothing else. The page `/sign-in` reads a refusal with
 * `readSignInRefusal(error)`.
 */
export function authOptions(): NextAuthOptions {
  const { sessions, settings } = runtime();
  return {
    secret: settings.cookieSecret,
    useSecureCookies: hasSecureCookies(),
    session: { strategy: 'jwt', maxAge: longestSeconds },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    providers: [
      credentials({
        credentials: { name: { label: 'Name' }, password: { label: 'Password', type: 'password' } },
        async authorize(given, request) {
          const address = clientAddress(request.headers?.['x-forwarded-for']);
          const outcome = await sessions.signIn(text(given?.name), text(given?.password), address);
          if (!outcome.ok) throw new Error(writeSignInRefusal(outcome.problem));
          return { id: outcome.value.session, name: outcome.value.name };
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => ({ session: user ? user.id : token.session }),
      async session({ session, token }) {
        const caller = typeof token.session === 'string' ? await sessions.caller(token.session, null) : null;
        // next-auth takes an object with `expires` alone for signed in; only an empty one is signed out.
        if (!caller) return {} as Session;
        return { expires: session.expires, user: { name: caller.name } };
      },
    },
    events: {
      async signOut({ token }) {
        if (typeof token.session === 'string') await sessions.signOut(token.session);
      },
    },
  };
}

/** Whether browsers reach Usher over HTTPS, which decides the cookies' names and their `secure` flag. */
export function hasSecureCookies(): boolean {
  return runtime().settings.usherUrl.startsWith('https://');
}

/** A form field, whatever was sent in its place. */
function text(field: unknown): string {
  return typeof field === 'string' ? field : '';
}
