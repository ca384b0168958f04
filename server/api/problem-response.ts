import { problems, type Problem } from '@/lib/problem/problem';

/** A problem as `application/problem+json` (RFC 9457), with its stable `code`. */
export function problemResponse(problem: Problem): Response {
  const { status, title } = problems[problem.code];
  const { code, detail, errors, retryAfterSeconds } = problem;
  const headers = new Headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
  if (retryAfterSeconds !== undefined) headers.set('retry-after', String(Math.ceil(retryAfterSeconds)));
  if (code === 'unauthenticated') headers.set('www-authenticate', 'Bearer realm="usher"');
  return new Response(JSON.stringify({ type: 'about:blank', title, status, code, detail, errors }), { status, headers });
}
