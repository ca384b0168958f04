import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { WebSocketServer, type WebSocket } from 'ws';
import type { SequencedChange } from '@/lib/meeting/change';
import type { ChangeHub } from '@/server/changes/change-hub';
import { ownerOfSession, type StreamRegistry } from '@/server/changes/stream-registry';
import type { Session } from '@/server/http/identify';

/** Close codes of the console's stream. 4401: the session has ended. 4408: too far behind; take it up again. */
export const closeCodes = { sessionEnded: 4401, tooSlow: 4408, goingAway: 1001 } as const;

const mostBehindBytes = 4 * 1024 * 1024;
const heartbeatMs = 20_000;

export interface ConsoleSocketParts {
  readonly changes: ChangeHub;
  readonly streams: StreamRegistry;
  readonly log: Logger;
  /** `USHER_URL`: the only origin whose pages may listen. */
  readonly usherUrl: string;
  /** The session of an upgrade request; null if it has none that is alive. */
  readonly sessionOf: (request: IncomingMessage) => Promise<Session | null>;
}

/** The change stream of the console: `GET /console/changes?from=<epoch>-<seq>`, one change as JSON a frame. */
export class ConsoleSocket {
  readonly #parts: ConsoleSocketParts;
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: 1_024, clientTracking: false });

  constructor(parts: ConsoleSocketParts) {
    this.#parts = parts;
  }

  /** Takes over an upgrade to `/console/changes`, or refuses it. Never throws. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, from: string | null): void {
    socket.on('error', () => socket.destroy());
    if (request.headers.origin !== new URL(this.#parts.usherUrl).origin) return refuse(socket, 403, 'Forbidden');
    this.#parts
      .sessionOf(request)
      .then((session) => {
        if (session === null) return refuse(socket, 401, 'Unauthorized');
        // Everything is sent to everybody so far, so that who is limited gets nothing.
        if (session.caller.scope !== null) return refuse(socket, 403, 'Forbidden');
        this.#server.handleUpgrade(request, socket, head, (client) => this.#serve(client, { session: session.key, request, from }));
      })
      .catch((error: unknown) => {
        this.#parts.log.error({ err: error }, 'a change stream could not be opened');
        refuse(socket, 503, 'Service Unavailable');
      });
  }

  #serve(client: WebSocket, { session, request, from }: Listener): void {
    const { changes, streams } = this.#parts;
    const send = (change: SequencedChange) => {
      if (client.bufferedAmount > mostBehindBytes) client.close(closeCodes.tooSlow, 'too far behind');
      else if (client.readyState === client.OPEN) client.send(JSON.stringify(change));
    };
    const { missed, stop } = changes.subscribe(from, send);
    for (const change of missed ?? [{ event: 'reset', data: {}, id: changes.sequence } as const]) send(change);
    const forget = streams.add(ownerOfSession(session), (reason) => {
      if (reason === 'ended') client.close(closeCodes.sessionEnded, 'the session has ended');
      else client.close(closeCodes.goingAway, 'Usher stops');
    });
    const heartbeat = keepAlive(client, () => this.#keepSession(client, request));
    client.on('error', () => client.terminate());
    client.on('close', () => {
      clearInterval(heartbeat);
      forget();
      stop();
    });
  }

  /** Whoever watches is there, also without a click: looking the session up keeps it from ending for idleness. */
  #keepSession(client: WebSocket, request: IncomingMessage): void {
    this.#parts.sessionOf(request).then(
      (session) => {
        if (session === null) client.close(closeCodes.sessionEnded, 'the session has ended');
      },
      (error: unknown) => this.#parts.log.warn({ err: error }, 'a session could not be looked up'),
    );
  }
}

interface Listener {
  readonly session: string;
  readonly request: IncomingMessage;
  readonly from: string | null;
}

/** Ends a connection that is dead without a word, so that its listener does not stay for ever. */
function keepAlive(client: WebSocket, beat: () => void): NodeJS.Timeout {
  let alive = true;
  client.on('pong', () => {
    alive = true;
  });
  return setInterval(() => {
    if (!alive) return client.terminate();
    alive = false;
    client.ping();
    beat();
  }, heartbeatMs);
}

export function refuse(socket: Duplex, status: number, reason: string): void {
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
