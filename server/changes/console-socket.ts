import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { z } from 'zod';
import type { Caller } from '@/lib/access/access';
import { liftSchema, type Lift } from '@/lib/meeting/presence';
import { topicsNamed } from '@/lib/meeting/topics';
import { wishSchema, type Wish } from '@/lib/meeting/wish';
import type { ChangeHub } from '@/server/changes/change-hub';
import { ownerOfSession, type StreamRegistry } from '@/server/changes/stream-registry';
import type { Sink } from '@/server/changes/viewer';
import type { Session } from '@/server/http/identify';

/** Close codes of the console's stream. 4401: the session has ended. 4400: the page said what is not understood, or too much. */
export const closeCodes = { sessionEnded: 4401, notUnderstood: 4400, goingAway: 1001 } as const;

const heartbeatMs = 20_000;
const longestMessageBytes = 64 * 1024;
/** How many wishes a page may send between two heartbeats: more than any page that works has. */
const mostWishes = 500;
/** How often a page may say whom it carries between two heartbeats. Whoever says more is not shown to carry anybody until the next one. */
const mostLifts = 60;

export interface ConsoleSocketParts {
  readonly changes: ChangeHub;
  readonly streams: StreamRegistry;
  readonly log: Logger;
  /** `USHER_URL`: the only origin whose pages may listen. */
  readonly usherUrl: string;
  /** The session of an upgrade request; null if it has none that is alive. */
  readonly sessionOf: (request: IncomingMessage) => Promise<Session | null>;
  /** Runs the command `carry-people`. */
  readonly carry: (caller: Caller, carried: { stream: string; participants: readonly string[] }) => void;
}

/**
 * The change stream of the console: `GET /console/changes?from=<epoch>-<seq>&topics=<names>`, one change as JSON a frame. The page
 * says as JSON which topics it wants from then on (`lib/meeting/wish`), and whom it carries (`lib/meeting/presence`).
 */
export class ConsoleSocket {
  readonly #parts: ConsoleSocketParts;
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: longestMessageBytes, clientTracking: false });

  constructor(parts: ConsoleSocketParts) {
    this.#parts = parts;
  }

  /** Takes over an upgrade to `/console/changes`, or refuses it. Never throws. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, query: URLSearchParams): void {
    socket.on('error', () => socket.destroy());
    if (request.headers.origin !== new URL(this.#parts.usherUrl).origin) return refuse(socket, 403, 'Forbidden');
    const names = query.get('topics');
    const topics = names === null ? undefined : topicsNamed(names.split(','));
    if (topics === null) return refuse(socket, 422, 'Unprocessable Content');
    this.#parts
      .sessionOf(request)
      .then((session) => {
        if (session === null) return refuse(socket, 401, 'Unauthorized');
        const from = query.get('from');
        this.#server.handleUpgrade(request, socket, head, (client) => this.#serve(client, socket, { session, request, from, topics }));
      })
      .catch((error: unknown) => {
        this.#parts.log.error({ err: error }, 'a change stream could not be opened');
        refuse(socket, 503, 'Service Unavailable');
      });
  }

  #serve(client: WebSocket, socket: Duplex, { session, request, from, topics }: Listener): void {
    const { changes, streams } = this.#parts;
    const stream = randomUUID();
    const { viewer, stop } = changes.follow({ scope: session.caller.scope, from, sink: sinkOf(client, socket), stream, ...(topics && { topics }) });
    const onDrain = () => viewer.drained();
    socket.on('drain', onDrain);
    let [said, lifts] = [0, 0];
    const carry = ({ lift }: Lift): boolean => {
      lifts += 1;
      this.#parts.carry(session.caller, { stream, participants: lifts > mostLifts ? [] : lift });
      return true;
    };
    client.on('message', (data, isBinary) => {
      const words = isBinary || client.readyState !== client.OPEN ? null : wordsIn(data);
      said += 1;
      const isHeard = words !== null && said <= mostWishes && ('lift' in words ? carry(words) : viewer.want(words));
      if (!isHeard) client.close(closeCodes.notUnderstood, 'not understood, or too much');
    });
    const forget = streams.add(ownerOfSession(session.key), (reason) => {
      changes.carry(stream, session.caller, []);
      if (reason === 'ended') client.close(closeCodes.sessionEnded, 'the session has ended');
      else client.close(closeCodes.goingAway, 'Usher stops');
    });
    const heartbeat = keepAlive(client, () => {
      said = lifts = 0;
      this.#demandSession(client, request);
    });
    client.on('error', () => client.terminate());
    client.on('close', () => {
      clearInterval(heartbeat);
      socket.off('drain', onDrain);
      forget();
      stop();
      changes.carry(stream, session.caller, []);
    });
    // It may have ended between its look-up and the moment from which its end is heard of.
    this.#demandSession(client, request);
  }

  /** Whoever watches is there, also without a click: looking the session up keeps it from ending for idleness. */
  #demandSession(client: WebSocket, request: IncomingMessage): void {
    this.#parts.sessionOf(request).then(
      (session) => {
        if (session === null) client.close(closeCodes.sessionEnded, 'the session has ended');
      },
      (error: unknown) => this.#parts.log.warn({ err: error }, 'a session could not be looked up'),
    );
  }
}

interface Listener {
  readonly session: Session;
  readonly request: IncomingMessage;
  readonly from: string | null;
  readonly topics: Parameters<ChangeHub['follow']>[0]['topics'];
}

/**
 * Writes finished frames, which are the same for every client, to the socket itself: `ws` would make the head of each anew. It writes
 * its own frames (pings, the close) whole and at once, so that the two do not mix.
 */
function sinkOf(client: WebSocket, socket: Duplex): Sink {
  return {
    encoding: 'webSocket',
    write(frames) {
      if (client.readyState !== client.OPEN) return true;
      if (frames.length > 1) socket.cork();
      for (const frame of frames) socket.write(frame);
      if (frames.length > 1) socket.uncork();
      return !socket.writableNeedDrain;
    },
  };
}

/** What a page said; null if that is nothing that is understood. */
function wordsIn(data: RawData): Wish | Lift | null {
  try {
    const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer);
    return words.safeParse(JSON.parse(bytes.toString())).data ?? null;
  } catch {
    return null;
  }
}

const words = z.union([wishSchema, liftSchema]);

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
