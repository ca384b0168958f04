import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { refuseUpgrade } from '../listener';
import type { AuthTokens } from './events/auth-tokens';
import type { EventsHub } from './events/events-hub';
import type { PeerLinks } from './link/peer-links';

const longestEventsFrameBytes = 1024 * 1024;
const longestLinkFrameBytes = 16 * 1024 * 1024;

/** The two WebSockets that a Call Bridge serves: events for API clients and links for its peers. */
export function upgradeHandler(parts: {
  tokens: AuthTokens;
  events: EventsHub;
  links: PeerLinks;
  linkSecret: string;
}): (request: IncomingMessage, socket: Duplex, head: Buffer) => void {
  const eventSockets = new WebSocketServer({ noServer: true, maxPayload: longestEventsFrameBytes });
  const linkSockets = new WebSocketServer({ noServer: true, maxPayload: longestLinkFrameBytes });
  return (request, socket, head) => {
    // Whoever is gone before the answer does not need one.
    socket.on('error', () => socket.destroy());
    const target = request.url ?? '';
    // A target in absolute form belongs to a proxy, which this is not.
    if (!target.startsWith('/')) return refuseUpgrade(socket, 400);
    const [path = '', query = ''] = target.split('?', 2);
    switch (path.replace(/\/$/, '').toLowerCase()) {
      case '/events/v1': {
        const token = new URLSearchParams(query).get('authToken') ?? '';
        if (!parts.tokens.isValid(token)) return refuseUpgrade(socket, 401);
        return eventSockets.handleUpgrade(request, socket, head, (webSocket) => parts.events.accept(webSocket));
      }
      case '/link':
        if (!showsSecret(request, parts.linkSecret)) return refuseUpgrade(socket, 401);
        return linkSockets.handleUpgrade(request, socket, head, (webSocket) => parts.links.accept(webSocket));
      default:
        return refuseUpgrade(socket, 404);
    }
  };
}

/** Both sides are hashed first, so that neither length nor time tells anything about the secret. */
function showsSecret(request: IncomingMessage, secret: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${secret}`));
}
