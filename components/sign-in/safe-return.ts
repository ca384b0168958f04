/** Where to go after signing in: a path of this console, never another site; the board for anything else. */
export function safeReturn(from: unknown): string {
  if (typeof from !== 'string' || !/^\/[^/\\]/.test(from)) return '/board';
  const url = new URL(from, 'http://console.invalid');
  return url.host === 'console.invalid' && !url.pathname.startsWith('/sign-in') ? url.pathname + url.search : '/board';
}
