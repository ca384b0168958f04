import { decode } from 'next-auth/jwt';

/** How the cookie is called that holds next-auth's JWT. Source: next-auth 4, configuration options, `cookies`. */
function cookieName(secure: boolean): string {
  return secure ? '__Secure-next-auth.session-token' : 'next-auth.session-token';
}

/**
 * The session id in the `Cookie` header of a request that does not pass through Next (console data, an upgrade); null if there is
 * none that `cookieSecret` has encrypted and that is still valid. `secure`: whether browsers reach Usher over HTTPS. Whether the
 * session still exists is for `people.caller` to say.
 */
export async function sessionIdFrom(cookieHeader: string | undefined, cookieSecret: string, secure: boolean): Promise<string | null> {
  const jwt = joinChunks(parseCookies(cookieHeader ?? ''), cookieName(secure));
  if (jwt === '') return null;
  try {
    const payload = await decode({ token: jwt, secret: cookieSecret });
    return typeof payload?.session === 'string' ? payload.session : null;
  } catch {
    // Not ours, altered, or too old: the same as no cookie.
    return null;
  }
}

/** The first cookie of each name, as RFC 6265 section 5.4 puts the most specific one first. */
function parseCookies(header: string): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    if (at < 0) continue;
    const name = pair.slice(0, at).trim();
    const value = pair.slice(at + 1).trim();
    if (!cookies.has(name)) cookies.set(name, value);
  }
  return cookies;
}

/** next-auth cuts a JWT that is too long for one cookie into `<name>.0`, `<name>.1` and so on. */
function joinChunks(cookies: ReadonlyMap<string, string>, name: string): string {
  const whole = cookies.get(name);
  if (whole !== undefined) return whole;
  let joined = '';
  for (let index = 0; ; index++) {
    const chunk = cookies.get(`${name}.${index}`);
    if (chunk === undefined) return joined;
    joined += chunk;
  }
}
