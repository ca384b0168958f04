import type { IncomingMessage } from 'node:http';

/**
 * The network address that a request comes from; null once its socket is gone. Behind a trusted proxy it is the last one that the
 * proxy put into `X-Forwarded-For`; without one that header is the client's own word and counts for nothing.
 */
export function clientAddress(request: IncomingMessage, trustProxy: boolean): string | null {
  if (trustProxy) {
    const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',').at(-1)?.trim();
    if (forwarded) return forwarded;
  }
  return request.socket.remoteAddress ?? null;
}

/** Takes away what a client could have made up about itself, unless a proxy of one's own stands in front. */
export function dropForwarded(request: IncomingMessage, trustProxy: boolean): void {
  if (trustProxy) return;
  for (const name of Object.keys(request.headers)) {
    if (name === 'forwarded' || name.startsWith('x-forwarded-')) delete request.headers[name];
  }
}
