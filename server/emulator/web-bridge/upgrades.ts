import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export type Upgrade = { to: 'session' } | { to: 'c2w' } | { to: 'refusal'; status: 400 | 401 | 403 | 404 };

/** Decides for what a request to upgrade is, and whether it may. */
export function judgeUpgrade(request: IncomingMessage, c2wSecret: string): Upgrade {
  // A target in absolute form is for proxies; nothing asks a web bridge that way.
  if (request.url === undefined || !request.url.startsWith('/')) return { to: 'refusal', status: 400 };
  switch (request.url) {
    case '/api/call/session':
      return isSameHost(request) ? { to: 'session' } : { to: 'refusal', status: 403 };
    case '/c2w':
      return bearsSecret(request, c2wSecret) ? { to: 'c2w' } : { to: 'refusal', status: 401 };
    default:
      return { to: 'refusal', status: 404 };
  }
}

/** A browser always says which page asks; only this web bridge's own may. What is no browser says nothing. */
function isSameHost(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  if (host === undefined || !URL.canParse(origin)) return false;
  return new URL(origin).host === host.toLowerCase();
}

function bearsSecret(request: IncomingMessage, secret: string): boolean {
  const given = /^bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return given !== undefined && timingSafeEqual(digest(given), digest(secret));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
