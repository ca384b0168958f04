import { createServer as createHttpServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { type Clock, systemClock } from '../clock';
import type { Ids } from '../ids';
import { refuseUpgrade } from '../listener';
import { CallBridgeLink, type BridgeMessage, type LinkOwner } from './call-bridge-link';
import { CallBridgeLinks } from './call-bridge-links';
import { CallSessions } from './call-sessions';
import { startHeartbeat } from './heartbeat';
import { answerHttp } from './http-routes';
import { TryLimiter } from './try-limiter';
import { linkChanged, type WriteLog } from './log-line';
import { StaticAssets } from './static-assets';
import { judgeUpgrade } from './upgrades';

export interface WebBridgeOptions {
  /** Id of the web bridge, as in `/webBridges`. */
  id: string;
  name: string;
  /** What a call bridge of the cluster sends in `Authorization: Bearer` when it opens `/c2w`. */
  c2wSecret: string;
  /** Port 0 takes any that is free. */
  http: { port: number };
  /** `key` and `cert` are PEM. */
  https: { port: number; key: string; cert: string };
  /** Directory of the built web app. */
  assets: string;
  log: WriteLog;
  /** Where the ids of its sessions and questions come from. */
  ids: Ids;
  clock?: Clock;
}

export interface WebBridgeHandle {
  httpUrl: string;
  httpsUrl: string;
  /** Cuts every connection and frees the ports. */
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
const MAX_SESSION_FRAME_BYTES = 32 * 1024;
/** A browser sends its frames whole. Of more parts each could hold on to much more memory than it has content. */
const MAX_SESSION_FRAGMENTS = 16;
/** So many connections may be there that no token has been shown on, or that are about to close. */
const MAX_STRANGERS = 1_000;
const MAX_C2W_FRAME_BYTES = 4 * 1024 * 1024;
const HTTP_LIMITS = { headersTimeout: 10_000, requestTimeout: 20_000, maxHeaderSize: 16 * 1024 };

/**
 * Starts a web bridge: the web app, `POST /api/join`, the sessions of browsers at `/api/call/session` and the
 * connections of call bridges at `/c2w`, all on an HTTP and an HTTPS port of the loopback interface. Rejects with the
 * `code` of Node where a port cannot be had.
 */
export async function startWebBridge(options: WebBridgeOptions): Promise<WebBridgeHandle> {
  const node = new WebBridgeNode(options);
  const http = createHttpServer(HTTP_LIMITS);
  const https = createHttpsServer({ ...HTTP_LIMITS, key: options.https.key, cert: options.https.cert });
  const closings: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    node.stop();
    await Promise.all(closings.map((closing) => closing()));
  };
  try {
    for (const [server, port] of [[http, options.http.port], [https, options.https.port]] as const) {
      node.serve(server);
      closings.push(await listen(server, port));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    httpUrl: `http://${LOOPBACK}:${portOf(http)}`,
    httpsUrl: `https://${LOOPBACK}:${portOf(https)}`,
    close,
  };
}

/** The parts of one web bridge, put together. */
class WebBridgeNode implements LinkOwner {
  readonly id: string;
  readonly name: string;
  readonly #c2wSecret: string;
  readonly #log: WriteLog;
  readonly #clock: Clock;
  readonly #assets: StaticAssets;
  readonly #links: CallBridgeLinks;
  readonly #limiter = new TryLimiter();
  readonly #sessions: CallSessions;
  readonly #sessionSockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_SESSION_FRAME_BYTES,
    maxFragments: MAX_SESSION_FRAGMENTS,
    // A session answers as many pings as it takes frames.
    autoPong: false,
  });
  readonly #c2wSockets = new WebSocketServer({ noServer: true, maxPayload: MAX_C2W_FRAME_BYTES });
  readonly #stopHeartbeat: () => void;

  constructor(options: WebBridgeOptions) {
    this.id = options.id;
    this.name = options.name;
    this.#c2wSecret = options.c2wSecret;
    this.#log = options.log;
    this.#clock = options.clock ?? systemClock;
    this.#assets = new StaticAssets(options.assets);
    this.#links = new CallBridgeLinks(this.#clock, options.ids.fork('questions'));
    this.#sessions = new CallSessions(this.#links, this.#clock, options.ids.fork('sessions'), this.#log);
    this.#stopHeartbeat = startHeartbeat(() => this.#sockets());
  }

  /** Answers what comes in on a server, requests and upgrades. */
  serve(server: Server): void {
    const doors = {
      assets: this.#assets,
      links: this.#links,
      limiter: this.#limiter,
      log: this.#log,
      now: () => this.#clock.now(),
      issued: (jwt: string, name: string) => this.#sessions.expect(jwt, name),
    };
    server.on('request', (request, response) => void answerHttp(request, response, doors));
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  up(link: CallBridgeLink): void {
    this.#links.add(link);
    this.#log(linkChanged(link.name, true));
  }

  message(link: CallBridgeLink, message: BridgeMessage): void {
    if ('requestId' in message) this.#links.answered(link, message);
    else this.#sessions.deliver(link, message);
  }

  down(link: CallBridgeLink): void {
    this.#links.remove(link);
    this.#sessions.bridgeLost(link);
    this.#log(linkChanged(link.name, false));
  }

  stop(): void {
    this.#stopHeartbeat();
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // A peer that is gone before its upgrade was answered is of no concern to anybody.
    socket.on('error', () => socket.destroy());
    const upgrade = judgeUpgrade(request, this.#c2wSecret);
    if (upgrade.to === 'refusal') return refuseUpgrade(socket, upgrade.status);
    if (upgrade.to === 'c2w') {
      this.#c2wSockets.handleUpgrade(request, socket, head, (webSocket) => new CallBridgeLink(webSocket, this, this.#clock));
      return;
    }
    if (this.#sessionSockets.clients.size - this.#sessions.claimed >= MAX_STRANGERS) return refuseUpgrade(socket, 503);
    const userAgent = (request.headers['user-agent'] ?? '').slice(0, 300);
    this.#sessionSockets.handleUpgrade(request, socket, head, (webSocket) =>
      this.#sessions.open(webSocket, userAgent),
    );
  }

  *#sockets(): Iterable<WebSocket> {
    yield* this.#c2wSockets.clients;
    yield* this.#sessionSockets.clients;
  }
}

/** Listens, and returns how to cut all connections and free the port. */
async function listen(server: Server, port: number): Promise<() => Promise<void>> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
}

function portOf(server: Server): number {
  // A server that listens on a port has this kind of address.
  return (server.address() as AddressInfo).port;
}
