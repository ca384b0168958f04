import { randomBytes } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { clientAddress, dropForwarded } from '@/server/http/client-address';

export interface PagesOptions {
  readonly next: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly usherUrl: string;
  readonly trustProxy: boolean;
  /** Next in dev mode evaluates code; nothing else may. */
  readonly dev: boolean;
  readonly log: Logger;
}

/**
 * Hands requests to Next, with what every page needs around it: one host name (cookies of `localhost` and 127.0.0.1 are not the
 * same), no made-up forwarding headers, and a policy that lets only Usher's own scripts run. Next takes the nonce for its inline
 * scripts from the request's copy of that policy.
 */
export function servePages({ next, usherUrl, trustProxy, dev, log }: PagesOptions): RequestListener {
  const own = new URL(usherUrl);
  return (request, response) => {
    // A target in absolute form names a host of its own, which Next would lead to.
    const elsewhere = request.headers.host !== own.host && !trustProxy;
    if (elsewhere || !request.url?.startsWith('/')) return sendToOwnHost(request, response, usherUrl);
    const address = clientAddress(request, trustProxy);
    dropForwarded(request, trustProxy);
    request.headers.host = own.host;
    if (address !== null) request.headers['x-forwarded-for'] = address;
    const policy = contentPolicy(randomBytes(16).toString('base64'), own, dev);
    request.headers['content-security-policy'] = policy;
    response.setHeader('content-security-policy', policy);
    setCommonHeaders(response, own);
    next(request, response).catch((error: unknown) => {
      log.error({ err: error, method: request.method }, 'a page could not be answered');
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  };
}

/** What every answer carries. @param own how browsers reach Usher */
export function commonHeaders(own: URL): [name: string, value: string][] {
  return [
    ['x-content-type-options', 'nosniff'],
    ['x-frame-options', 'DENY'],
    ['referrer-policy', 'same-origin'],
    ['permissions-policy', 'camera=(), microphone=(), geolocation=()'],
    ...(own.protocol === 'https:' ? [['strict-transport-security', 'max-age=31536000'] satisfies [string, string]] : []),
  ];
}

export function setCommonHeaders(response: ServerResponse, own: URL): void {
  for (const [name, value] of commonHeaders(own)) response.setHeader(name, value);
}

function sendToOwnHost(request: IncomingMessage, response: ServerResponse, usherUrl: string): void {
  if (request.method === 'GET' || request.method === 'HEAD') {
    response.writeHead(307, { location: new URL(pathOf(request), usherUrl).href });
  } else {
    response.writeHead(421, { 'content-type': 'text/plain' });
  }
  response.end(`Usher is at ${usherUrl}\n`);
}

/** The path of a request, always one of this host: `//elsewhere` and absolute forms lead nowhere else. */
function pathOf(request: IncomingMessage): string {
  const path = request.url ?? '/';
  return path.startsWith('/') ? path.replace(/^[/\\]+/, '/') : '/';
}

function contentPolicy(nonce: string, own: URL, dev: boolean): string {
  const socket = `${own.protocol === 'https:' ? 'wss' : 'ws'}://${own.host}`;
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src 'self' ${socket}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
