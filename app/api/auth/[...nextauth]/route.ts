import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { authOptions } from '../options';

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

/** next-auth's own routes: csrf, callback/credentials, session, signout. */
async function handle(request: NextRequest, context: Context): Promise<Response> {
  const answer: unknown = await NextAuth(request, context, authOptions());
  if (answer instanceof Response) return answer;
  throw new TypeError('next-auth gave no response.');
}

export { handle as GET, handle as POST };
